"""What people take away as tables: CSV and XLSX."""
