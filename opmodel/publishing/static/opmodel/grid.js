// Makes a grid of the table of a draft's rows: cells are changed, pasted, filled, undone, tried and
// saved. Without it the table is for reading. Nothing is written before Save, and what is not saved
// survives whatever answer comes.
const PAUSE = 600; // Milliseconds without a change before the server is asked what it thinks.
const OFFERED = 30; // So many choices are shown at once.
const PAGE = 20; // Rows that Page Up and Page Down move.

const counted = (number, one, many = `${one}s`) => `${number} ${number === 1 ? one : many}`;

/** Cells as spreadsheets copy them: tabs between, quotes around what holds a tab, line or quote. */
function parse(text) {
  const lines = [[]];
  let cell = "";
  let quoted = false;
  const plain = text.replace(/\r\n?/g, "\n");
  for (let at = 0; at < plain.length; at += 1) {
    const each = plain[at];
    if (quoted) {
      if (each === '"' && plain[at + 1] === '"') {
        cell += '"';
        at += 1;
      } else if (each === '"') quoted = false;
      else cell += each;
    } else if (each === '"' && cell === "") quoted = true;
    else if (each === "\t" || each === "\n") {
      lines.at(-1).push(cell);
      cell = "";
      if (each === "\n") lines.push([]);
    } else cell += each;
  }
  lines.at(-1).push(cell);
  const last = lines.at(-1);
  if (lines.length > 1 && last.length === 1 && last[0] === "") lines.pop();
  return lines;
}

const quote = (text) => (/["\t\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);

class Grid {
  constructor(table) {
    this.table = table;
    this.body = table.tBodies[0];
    this.box = table.parentElement;
    this.here = table.dataset.here;
    const page = table.closest("main");
    const find = (name) => page.querySelector(`[data-${name}]`);
    this.bar = find("bar");
    this.said = find("said");
    this.places = { conflicts: find("conflicts"), faults: find("faults"), findings: find("findings") };
    this.count = find("count");
    this.savedWords = find("saved");
    this.reason = this.bar.elements.reason;
    this.token = this.bar.elements.csrfmiddlewaretoken.value;
    this.dialog = find("dialog");
    this.discarding = find("discarding");
    this.cellBar = page.querySelector("#grid-cell");
    this.columns = [...table.tHead.rows[0].cells].map((head) => ({
      name: head.dataset.column || "",
      label: head.textContent,
      offers: "offers" in head.dataset,
      list: "list" in head.dataset,
      long: "long" in head.dataset,
    }));
    this.rows = [];
    this.byMark = new Map();
    for (const line of this.body.rows) this.#keep(line);
    this.first = Number(table.dataset.first);
    this.changed = new Map(); // Row → the columns that say something else than what was read.
    this.faults = new Map(); // “mark:column” → what is wrong.
    this.marked = [];
    this.done = [];
    this.undone = [];
    this.chosen = new Set();
    this.active = { row: 0, column: 1 };
    this.anchor = this.active;
    this.editor = null;
    this.choices = null;
    this.#dress(page);
    this.#listen();
    this.#fetchChoices();
  }

  // ---- Rows and cells ----

  #keep(line) {
    const texts = [...line.cells].map((cell) => cell.textContent);
    const row = {
      line,
      mark: `r${this.byMark.size + 1}`,
      key: line.dataset.key || "",
      seen: line.dataset.seen ? Number(line.dataset.seen) : null,
      was: texts,
      now: [...texts],
    };
    this.rows.push(row);
    this.byMark.set(row.mark, row);
    return row;
  }

  #cell(at) {
    return this.rows[at.row].line.cells[at.column];
  }

  #isOpen(column) {
    return this.columns[column].name !== "";
  }

  #nameOf(row) {
    return row.key ? `Row ${row.line.cells[0].firstElementChild.textContent}` : "New row";
  }

  #append() {
    const line = this.body.insertRow();
    const head = document.createElement("th");
    head.scope = "row";
    head.tabIndex = -1;
    head.textContent = "New";
    line.append(head);
    for (const column of this.columns.slice(1)) {
      const cell = line.insertCell();
      if (!column.name) cell.className = "app-grid__told";
    }
    const row = this.#keep(line);
    row.now[0] = row.was[0] = "";
    return row;
  }

  #remove(row) {
    row.line.remove();
    this.rows.splice(this.rows.indexOf(row), 1);
    this.changed.delete(row);
  }

  #write(row, column, text) {
    row.now[column] = text;
    const cell = row.line.cells[column];
    cell.textContent = text;
    const differs = text !== row.was[column];
    cell.classList.toggle("is-changed", differs);
    const columns = this.changed.get(row) || new Set();
    if (differs) columns.add(column);
    else columns.delete(column);
    if (columns.size) this.changed.set(row, columns);
    else this.changed.delete(row);
    const key = `${row.mark}:${this.columns[column].name}`;
    if (this.faults.delete(key)) {
      cell.classList.remove("is-wrong");
      cell.removeAttribute("aria-invalid");
    }
  }

  /** Changes cells in one step that can be undone. */
  #change(changes, added = []) {
    const step = changes
      .filter(({ row, column, text }) => this.#isOpen(column) && row.now[column] !== text)
      .map(({ row, column, text }) => ({ row, column, before: row.now[column], after: text }));
    if (!step.length && !added.length) return 0;
    this.done.push({ step, added });
    this.undone = [];
    for (const { row, column, after } of step) this.#write(row, column, after);
    this.#changedSomething();
    return step.length;
  }

  #undo() {
    const last = this.done.pop();
    if (!last) return this.#say("There is nothing to undo.");
    for (const { row, column, before } of last.step.toReversed()) this.#write(row, column, before);
    for (const row of last.added.toReversed()) this.#remove(row);
    this.undone.push(last);
    this.#changedSomething();
    this.#goto(this.#first(last) || this.#within(this.active));
    this.#say(`Undone: ${counted(last.step.length, "cell")}.`);
  }

  #redo() {
    const last = this.undone.pop();
    if (!last) return this.#say("There is nothing to do again.");
    for (const row of last.added) {
      this.body.append(row.line);
      this.rows.push(row);
    }
    for (const { row, column, after } of last.step) this.#write(row, column, after);
    this.done.push(last);
    this.#changedSomething();
    this.#goto(this.#first(last) || this.#within(this.active));
    this.#say(`Done again: ${counted(last.step.length, "cell")}.`);
  }

  #first({ step }) {
    if (!step.length || !this.rows.includes(step[0].row)) return null;
    return { row: this.rows.indexOf(step[0].row), column: step[0].column };
  }

  #changedSomething() {
    this.#tellCount();
    this.#tellCell();
    clearTimeout(this.waiting);
    this.waiting = setTimeout(() => this.#try(), PAUSE);
  }

  #tellCount() {
    let cells = 0;
    for (const columns of this.changed.values()) cells += columns.size;
    this.count.textContent = cells
      ? `${counted(cells, "cell")} in ${counted(this.changed.size, "row")} changed, not saved yet`
      : "No cell is changed.";
    return cells;
  }

  // ---- Moving and choosing ----

  #within({ row, column }) {
    return {
      row: Math.max(0, Math.min(this.rows.length - 1, row)),
      column: Math.max(0, Math.min(this.columns.length - 1, column)),
    };
  }

  #target(at) {
    const cell = this.#cell(at);
    return at.column === 0 ? cell.firstElementChild || cell : cell;
  }

  #goto(to, { extend = false, focus = true } = {}) {
    if (!this.rows.length) return;
    const before = this.rows[this.active.row] && this.#target(this.active);
    if (before) {
      before.tabIndex = -1;
      before.removeAttribute("aria-describedby");
    }
    this.active = this.#within(to);
    if (!extend) this.anchor = this.active;
    const target = this.#target(this.active);
    target.tabIndex = 0;
    if (this.active.column) target.setAttribute("aria-describedby", "grid-cell");
    this.#tellCell();
    this.#choose();
    if (focus) target.focus();
  }

  #range() {
    const rows = [this.anchor.row, this.active.row].sort((a, b) => a - b);
    const columns = [this.anchor.column, this.active.column].sort((a, b) => a - b);
    return { top: rows[0], bottom: rows[1], left: Math.max(1, columns[0]), right: columns[1] };
  }

  *#inRange({ top, bottom, left, right }) {
    for (let row = top; row <= bottom; row += 1)
      for (let column = left; column <= right; column += 1) yield { row, column };
  }

  #choose() {
    const range = this.#range();
    const alone = range.top === range.bottom && range.left >= range.right;
    const chosen = new Set(alone ? [] : [...this.#inRange(range)].map((at) => this.#cell(at)));
    for (const cell of this.chosen) {
      if (chosen.has(cell)) continue;
      cell.classList.remove("is-chosen");
      cell.removeAttribute("aria-selected");
    }
    for (const cell of chosen) {
      if (this.chosen.has(cell)) continue;
      cell.classList.add("is-chosen");
      cell.setAttribute("aria-selected", "true");
    }
    this.chosen = chosen;
  }

  #tellCell() {
    const row = this.rows[this.active.row];
    const { column } = this.active;
    if (!row || !column) {
      this.cellBar.textContent = "";
      return;
    }
    const said = [`${this.#nameOf(row)}, ${this.columns[column].label}: ${row.now[column] || "empty"}`];
    if (!this.#isOpen(column)) said.push("Told for reading. It is changed elsewhere.");
    if (row.now[column] !== row.was[column])
      said.push(row.key ? `Changed. It was: ${row.was[column] || "empty"}` : "Not saved yet.");
    const fault = this.faults.get(`${row.mark}:${this.columns[column].name}`);
    if (fault) said.push(`Cannot be saved: ${fault}`);
    this.cellBar.textContent = said.join("\n");
  }

  #say(words) {
    this.said.textContent = words;
  }

  #onKey(event) {
    if (this.editor || event.target.closest("[data-grid]") !== this.table) return;
    const { row, column } = this.active;
    const last = { row: this.rows.length - 1, column: this.columns.length - 1 };
    const command = event.ctrlKey || event.metaKey;
    const moves = {
      ArrowUp: [row - 1, column],
      ArrowDown: [row + 1, column],
      ArrowLeft: [row, column - 1],
      ArrowRight: [row, column + 1],
      Home: [command ? 0 : row, 1],
      End: [command ? last.row : row, last.column],
      PageUp: [row - PAGE, column],
      PageDown: [row + PAGE, column],
    };
    const move = event.altKey ? null : moves[event.key];
    if (move) {
      event.preventDefault();
      this.#goto({ row: move[0], column: move[1] }, { extend: event.shiftKey });
      return;
    }
    if (command && !event.altKey) {
      const does = {
        a: () => {
          this.anchor = { row: 0, column: 1 };
          this.#goto(last, { extend: true });
        },
        d: () => this.#fillDown(),
        y: () => this.#redo(),
        z: () => (event.shiftKey ? this.#redo() : this.#undo()),
      }[event.key.toLowerCase()];
      if (does) {
        event.preventDefault();
        does();
      }
      return;
    }
    if (column === 0) return;
    if (event.key === "Enter" || event.key === "F2" || (event.altKey && event.key === "ArrowDown")) {
      event.preventDefault();
      this.#edit();
    } else if (event.key === "Delete" || event.key === "Backspace") {
      event.preventDefault();
      this.#clear();
    } else if (event.key.length === 1 && !event.altKey) {
      event.preventDefault();
      this.#edit(event.key);
    }
  }

  #clear() {
    const cells = [...this.#inRange(this.#range())];
    const number = this.#change(
      cells.map((at) => ({ row: this.rows[at.row], column: at.column, text: "" })),
    );
    this.#say(`${counted(number, "cell")} emptied.`);
  }

  #fillDown() {
    const range = this.#range();
    const from = range.top === range.bottom ? range.top - 1 : range.top;
    if (from < 0) return;
    const changes = [];
    for (const at of this.#inRange({ ...range, top: from + 1 }))
      changes.push({ row: this.rows[at.row], column: at.column, text: this.rows[from].now[at.column] });
    this.#say(`${counted(this.#change(changes), "cell")} filled.`);
  }

  // ---- Changing one cell ----

  #edit(typed = null) {
    const at = this.active;
    if (!this.#isOpen(at.column)) {
      this.#say(`${this.columns[at.column].label} is told for reading. It is changed elsewhere.`);
      return;
    }
    const row = this.rows[at.row];
    const column = this.columns[at.column];
    const cell = this.#cell(at);
    const field = document.createElement(column.long ? "textarea" : "input");
    if (!column.long) field.type = "text";
    field.className = "app-grid__editor";
    field.setAttribute("aria-label", `${this.#nameOf(row)}, ${column.label}`);
    field.autocomplete = "off";
    field.spellcheck = column.long;
    field.value = typed ?? row.now[at.column];
    cell.classList.add("is-typed");
    cell.replaceChildren(field);
    this.editor = { field, cell, row, at, list: null };
    field.addEventListener("keydown", (event) => this.#onEditorKey(event));
    field.addEventListener("blur", () => this.#commit());
    if (column.offers) {
      this.#offer(typed === null);
      field.addEventListener("input", () => this.#offer(false));
    }
    field.focus();
    field.setSelectionRange(field.value.length, field.value.length);
  }

  #onEditorKey(event) {
    event.stopPropagation();
    const { at, list, field } = this.editor;
    if (list && (event.key === "ArrowDown" || event.key === "ArrowUp")) {
      event.preventDefault();
      this.#pass(event.key === "ArrowDown" ? 1 : -1);
    } else if (event.key === "Escape") {
      event.preventDefault();
      this.#commit(false);
      this.#goto(at);
    } else if (event.key === "Enter" && event.altKey && field.tagName === "TEXTAREA") {
      event.preventDefault();
      field.setRangeText("\n", field.selectionStart, field.selectionEnd, "end");
    } else if (event.key === "Enter") {
      event.preventDefault();
      this.#take();
      this.#commit();
      this.#goto({ row: at.row + (event.shiftKey ? -1 : 1), column: at.column });
    } else if (event.key === "Tab") {
      const to = { row: at.row, column: at.column + (event.shiftKey ? -1 : 1) };
      this.#take();
      this.#commit();
      if (to.column < 1 || to.column >= this.columns.length) return this.#goto(at);
      event.preventDefault();
      this.#goto(to);
    }
  }

  #commit(keep = true) {
    if (!this.editor) return;
    const { field, cell, row, at } = this.editor;
    const text = field.value;
    this.#close();
    this.editor = null;
    cell.classList.remove("is-typed");
    cell.textContent = row.now[at.column];
    if (keep) this.#change([{ row, column: at.column, text }]);
  }

  // ---- What a cell may be made from ----

  async #fetchChoices() {
    try {
      const answer = await fetch(`${this.here}choices/`, { headers: { Accept: "application/json" } });
      if (answer.ok) this.choices = (await answer.json()).choices;
    } catch {
      this.choices = null; // Cells can be typed without.
    }
  }

  #offer(all) {
    const { field, at } = this.editor;
    const column = this.columns[at.column];
    const known = this.choices?.[column.name] || [];
    const parts = column.list ? field.value.split(/;\s*/) : [field.value];
    const asked = parts.at(-1).trim().toLowerCase();
    const lead = column.list && parts.length > 1 ? `${parts.slice(0, -1).join("; ")}; ` : "";
    const few = all && known.length <= OFFERED;
    const begins = known.filter((each) => few || each.toLowerCase().startsWith(asked));
    const holds = known.filter((each) => each.toLowerCase().includes(asked));
    const offered = [...new Set([...begins, ...holds])].slice(0, OFFERED);
    this.#close();
    if (!offered.length || (offered.length === 1 && offered[0] === field.value)) return;
    const list = document.createElement("ul");
    list.className = "app-grid__choices";
    list.id = "grid-choices";
    list.setAttribute("role", "listbox");
    list.setAttribute("aria-label", column.label);
    for (const [number, words] of offered.entries()) {
      const option = document.createElement("li");
      option.id = `grid-choice-${number}`;
      option.setAttribute("role", "option");
      option.setAttribute("aria-selected", "false");
      option.textContent = words;
      option.dataset.text = lead + words;
      list.append(option);
    }
    list.addEventListener("pointerdown", (event) => {
      event.preventDefault(); // The field keeps the focus.
      const option = event.target.closest("[role=option]");
      if (!option) return;
      field.value = option.dataset.text;
      this.#close();
    });
    this.box.parentElement.append(list);
    const room = field.getBoundingClientRect();
    const below = window.innerHeight - room.bottom;
    list.style.left = `${Math.max(0, Math.min(room.left, window.innerWidth - list.offsetWidth))}px`;
    if (below < list.offsetHeight && room.top > below)
      list.style.top = `${Math.max(0, room.top - list.offsetHeight)}px`;
    else list.style.top = `${room.bottom}px`;
    field.setAttribute("role", "combobox");
    field.setAttribute("aria-expanded", "true");
    field.setAttribute("aria-controls", list.id);
    field.setAttribute("aria-autocomplete", "list");
    this.editor.list = list;
  }

  #pass(step) {
    const { list, field } = this.editor;
    const options = [...list.children];
    const at = options.findIndex((each) => each.getAttribute("aria-selected") === "true");
    options[at]?.setAttribute("aria-selected", "false");
    const next = options[(at + step + options.length + (at < 0 && step < 0 ? 1 : 0)) % options.length];
    next.setAttribute("aria-selected", "true");
    next.scrollIntoView({ block: "nearest" });
    field.setAttribute("aria-activedescendant", next.id);
  }

  #take() {
    const option = this.editor.list?.querySelector("[aria-selected=true]");
    if (option) this.editor.field.value = option.dataset.text;
  }

  #close() {
    this.editor.list?.remove();
    this.editor.list = null;
    this.editor.field.setAttribute("aria-expanded", "false");
    this.editor.field.removeAttribute("aria-activedescendant");
  }

  // ---- Copying and pasting ----

  #isHere() {
    return !this.editor && this.table.contains(document.activeElement);
  }

  #onCopy(event) {
    if (!this.#isHere()) return;
    const { top, bottom, left, right } = this.#range();
    const lines = this.rows
      .slice(top, bottom + 1)
      .map((row) => row.now.slice(left, right + 1).map(quote).join("\t"));
    event.clipboardData.setData("text/plain", lines.join("\n"));
    event.preventDefault();
    this.#say(`${counted((bottom - top + 1) * (right - left + 1), "cell")} copied.`);
    if (event.type === "cut") this.#clear();
  }

  async #onPaste(event) {
    if (!this.#isHere()) return;
    event.preventDefault();
    let lines = parse(event.clipboardData.getData("text/plain"));
    const range = this.#range();
    const { top, left } = range;
    const heads = lines[0].every((text, at) => text.trim() === this.columns[left + at]?.label);
    if (heads && lines.length > 1) lines = lines.slice(1);
    if (lines.length === 1 && lines[0].length === 1) {
      const text = lines[0][0].trim();
      const all = [...this.#inRange(range)];
      const number = this.#change(
        all.map((at) => ({ row: this.rows[at.row], column: at.column, text })),
      );
      this.#say(`${counted(number, "cell")} pasted.`);
      return;
    }
    const beyond = Math.max(0, top + lines.length - this.rows.length);
    if (beyond) {
      const answer = await this.#ask(beyond, lines.length);
      if (!answer) return this.#goto(this.active);
      if (answer === "fit") lines = lines.slice(0, lines.length - beyond);
    }
    const added = [];
    while (top + lines.length > this.rows.length) added.push(this.#append());
    const changes = [];
    for (const [down, line] of lines.entries())
      for (const [along, text] of line.entries())
        if (left + along < this.columns.length)
          changes.push({ row: this.rows[top + down], column: left + along, text: text.trim() });
    const number = this.#change(changes, added);
    const width = Math.max(...lines.map((line) => line.length));
    this.anchor = { row: top, column: left };
    this.#goto({ row: top + lines.length - 1, column: left + width - 1 }, { extend: true });
    const cut = width > this.columns.length - left ? " What reached beyond the last column was left out." : "";
    const more = added.length ? `, ${counted(added.length, "row")} of them new` : "";
    this.#say(`${counted(number, "cell")} in ${counted(lines.length, "row")} pasted${more}.${cut}`);
  }

  #ask(beyond, lines) {
    const more = this.table.dataset.more === "yes" ? " More rows of the draft stand on the next page: they are not changed by this." : "";
    this.dialog.querySelector("[data-dialog-words]").textContent =
      `${counted(lines, "row")} would be pasted, ${beyond} more than there are from here on. ` +
      `They would be added to the draft as new rows.${more}`;
    return this.#asked(this.dialog);
  }

  #asked(dialog) {
    dialog.returnValue = "";
    dialog.showModal();
    return new Promise((resolve) => {
      dialog.addEventListener("close", () => resolve(dialog.returnValue), { once: true });
    });
  }

  // ---- What the server thinks ----

  #sent() {
    const rows = [];
    for (const [row, columns] of this.changed) {
      const cells = {};
      for (const column of columns) cells[this.columns[column].name] = row.now[column];
      const known = row.key ? { key: row.key, seen: row.seen } : {};
      rows.push({ row: row.mark, ...known, cells });
    }
    return rows;
  }

  async #post(where, data, signal, again = true) {
    const answer = await fetch(`${this.here}${where}/`, {
      method: "POST",
      headers: { "Content-Type": "application/json", Accept: "application/json", "X-CSRFToken": this.token },
      body: JSON.stringify(data),
      signal,
    });
    const isData = answer.headers.get("Content-Type")?.startsWith("application/json");
    if (isData) return { status: answer.status, ...(await answer.json()) };
    // Whoever signed in again in another tab has a new token; this page asks for it.
    if (again && answer.status === 403 && (await this.#renewToken()))
      return this.#post(where, data, signal, false);
    const message =
      answer.status === 403 || answer.status === 404
        ? "The registry asks who you are once more: sign in with your second factor in another tab, then come back. Your changes are still here."
        : "The registry did not answer as it should. Your changes are still here: try again in a moment.";
    return { status: answer.status || 500, message };
  }

  async #renewToken() {
    const answer = await fetch(window.location.href);
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const field = page.querySelector("[data-bar] [name=csrfmiddlewaretoken]");
    if (field) this.token = field.value;
    return Boolean(field);
  }

  async #try() {
    this.trying?.abort();
    if (!this.changed.size) {
      this.#show({ faults: [], conflicts: [], appear: [], vanish: [] });
      this.#say("No cell is changed.");
      return;
    }
    this.trying = new AbortController();
    try {
      const tried = await this.#post("try", { rows: this.#sent() }, this.trying.signal);
      if (tried.status !== 200) return this.#say(tried.message);
      this.#show(tried);
      this.#say(this.#inShort(tried));
    } catch (error) {
      if (error.name !== "AbortError")
        this.#say("The registry cannot be reached just now. Your changes are still here.");
    }
  }

  #inShort({ faults, conflicts, appear, vanish }) {
    if (conflicts.length) return `${counted(conflicts.length, "row")} changed meanwhile. Choose below.`;
    if (faults.length) return `${counted(faults.length, "cell or row", "cells or rows")} cannot be saved so.`;
    const said = [];
    if (appear.length) said.push(`${counted(appear.length, "finding")} would appear`);
    if (vanish.length) said.push(`${counted(vanish.length, "finding")} would vanish`);
    return said.length ? `It can be saved. ${said.join(", ")}.` : "It can be saved. Checks would find nothing new.";
  }

  #show({ faults = [], conflicts = [], appear = [], vanish = [] }) {
    for (const cell of this.body.querySelectorAll(".is-wrong")) {
      cell.classList.remove("is-wrong");
      cell.removeAttribute("aria-invalid");
    }
    for (const mark of this.marked) mark.remove();
    this.marked = [];
    this.faults.clear();
    for (const fault of faults) this.#markFault(fault);
    for (const finding of appear) for (const mark of new Set(finding.rows)) this.#markRow(mark, "finding");
    this.#showConflicts(conflicts);
    this.#showFaults(faults);
    this.#showFindings(appear, vanish);
    this.#tellCell();
  }

  #markFault({ row: mark, column, message }) {
    const row = this.byMark.get(mark);
    if (!row) return;
    if (!column) return this.#markRow(mark, "not savable");
    const key = `${mark}:${column}`;
    this.faults.set(key, [this.faults.get(key), message].filter(Boolean).join(" "));
    const cell = row.line.cells[this.columns.findIndex((each) => each.name === column)];
    cell.classList.add("is-wrong");
    cell.setAttribute("aria-invalid", "true");
  }

  #markRow(markOrKey, words) {
    const row = this.#rowOf(markOrKey);
    if (!row || row.line.cells[0].querySelector(".app-grid__mark")) return;
    const mark = document.createElement("span");
    mark.className = "app-grid__mark";
    mark.textContent = `! ${words}`;
    row.line.cells[0].append(mark);
    this.marked.push(mark);
  }

  #rowOf(markOrKey) {
    return this.byMark.get(markOrKey) || this.rows.find((row) => row.key === markOrKey);
  }

  #heading(words) {
    const heading = document.createElement("h3");
    heading.textContent = words;
    return heading;
  }

  #wayTo(words, row, column) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "app-grid-goto";
    button.textContent = words;
    button.addEventListener("click", () =>
      this.#goto({ row: this.rows.indexOf(row), column: Math.max(1, column) }),
    );
    return button;
  }

  #showFaults(faults) {
    const list = document.createElement("ul");
    for (const { row: mark, column, message } of faults) {
      const item = document.createElement("li");
      const row = this.byMark.get(mark);
      const at = this.columns.findIndex((each) => each.name === column && column);
      if (row) {
        const where = at > 0 ? `${this.#nameOf(row)}, ${this.columns[at].label}` : this.#nameOf(row);
        item.append(this.#wayTo(where, row, at), `: ${message}`);
      } else item.textContent = message;
      list.append(item);
    }
    this.places.faults.replaceChildren(...(faults.length ? [this.#heading("Cannot be saved so"), list] : []));
  }

  #showFindings(appear, vanish) {
    const parts = [];
    for (const [words, findings] of [["Would appear", appear], ["Would vanish", vanish]]) {
      if (!findings.length) continue;
      const list = document.createElement("ul");
      for (const finding of findings.slice(0, 20)) {
        const item = document.createElement("li");
        const what = document.createElement("strong");
        what.textContent = `${finding.severity[0].toUpperCase()}${finding.severity.slice(1)}: ${finding.title}. `;
        item.append(what, finding.words);
        if (words === "Would appear") item.append(` ${finding.mend}`);
        const row = finding.rows.map((each) => this.#rowOf(each)).find(Boolean);
        if (row) item.append(" ", this.#wayTo(`Go to ${this.#nameOf(row).toLowerCase()}`, row, 1));
        list.append(item);
      }
      parts.push(this.#heading(`${words} (${findings.length})`), list);
      if (findings.length > 20) parts.push(`And ${findings.length - 20} more.`);
    }
    this.places.findings.replaceChildren(...parts);
  }

  // ---- Somebody else was faster ----

  #showConflicts(conflicts) {
    const parts = conflicts.map((conflict) => this.#conflict(conflict)).filter(Boolean);
    this.places.conflicts.replaceChildren(
      ...(parts.length ? [this.#heading("Changed by somebody else since you read it"), ...parts] : []),
    );
  }

  #conflict(conflict) {
    const row = this.byMark.get(conflict.row);
    if (!row) return null;
    this.#markRow(conflict.row, "changed meanwhile");
    const part = document.createElement("form");
    part.className = "app-grid-conflict";
    const head = document.createElement("p");
    head.append(this.#wayTo(this.#nameOf(row), row, 1), ` “${conflict.name}”: ${conflict.said}.`);
    part.append(head);
    for (const cell of conflict.cells) {
      const at = this.columns.findIndex((each) => each.name === cell.column);
      const mine = row.now[at];
      if (mine === row.was[at] || mine === cell.theirs) {
        const said = document.createElement("p");
        said.textContent = `${cell.label} says now: ${cell.theirs || "nothing"}`;
        part.append(said);
        continue;
      }
      const field = document.createElement("fieldset");
      const legend = document.createElement("legend");
      legend.textContent = cell.label;
      field.append(legend);
      for (const [value, words] of [["mine", `Mine: ${mine || "empty"}`], ["theirs", `Theirs: ${cell.theirs || "empty"}`]]) {
        const label = document.createElement("label");
        const radio = document.createElement("input");
        radio.type = "radio";
        radio.name = cell.column;
        radio.value = value;
        radio.checked = value === "theirs";
        label.append(radio, words);
        field.append(label);
      }
      part.append(field);
    }
    const button = document.createElement("button");
    button.className = "nhsuk-button nhsuk-button--small";
    button.textContent = "Use these";
    part.append(button);
    part.addEventListener("submit", (event) => {
      event.preventDefault();
      this.#settle(row, conflict, new FormData(part));
    });
    return part;
  }

  #settle(row, conflict, chosen) {
    for (const cell of conflict.cells) {
      const at = this.columns.findIndex((each) => each.name === cell.column);
      const keep = chosen.get(cell.column) === "mine";
      const text = keep ? row.now[at] : cell.theirs;
      row.was[at] = cell.theirs;
      this.#write(row, at, text);
    }
    row.seen = conflict.seen;
    // What was done before rests on what was read then.
    this.done = [];
    this.undone = [];
    this.#changedSomething();
    this.#goto({ row: this.rows.indexOf(row), column: 1 });
  }

  // ---- Saving ----

  async #save() {
    this.#commit();
    this.savedWords.textContent = "";
    if (!this.changed.size) return this.#say("Nothing is to be saved: no cell is changed.");
    const reason = this.reason.value.trim();
    this.reason.toggleAttribute("aria-invalid", !reason);
    if (!reason) {
      this.savedWords.textContent = "Say in a few words why. One reason serves for all of it.";
      this.reason.focus();
      return;
    }
    if (this.saving) return;
    this.saving = true;
    clearTimeout(this.waiting);
    this.trying?.abort();
    this.savedWords.textContent = "Saving…";
    try {
      const sent = new Map([...this.changed.keys()].map((row) => [row, [...row.now]]));
      const answer = await this.#post("save", { rows: this.#sent(), reason });
      if (answer.status === 200) this.#saved(answer.saved, sent, reason);
      else this.#refused(answer);
    } catch {
      this.savedWords.textContent = "";
      this.#say("The registry cannot be reached: nothing is saved. Your changes are still here.");
    } finally {
      this.saving = false;
    }
  }

  #saved(saved, sent, reason) {
    for (const { row: mark, key, seen, told, texts } of saved) {
      const row = this.byMark.get(mark);
      const isNew = !row.key;
      row.key = key;
      row.seen = seen;
      const whole = [row.now[0], ...told, ...texts];
      row.was = [...whole];
      for (const [at, text] of whole.entries()) {
        if (!at) continue;
        // What was typed since it was sent stays, as a change that is not saved yet.
        if (this.#isOpen(at)) this.#write(row, at, row.now[at] === sent.get(row)[at] ? text : row.now[at]);
        else row.line.cells[at].textContent = row.now[at] = text;
      }
      if (isNew) this.#number(row);
    }
    this.done = [];
    this.undone = [];
    this.#show({});
    this.#tellCount();
    const time = new Date().toLocaleTimeString("en-GB", { hour: "2-digit", minute: "2-digit" });
    this.savedWords.textContent = `Saved ${time}, ${counted(saved.length, "row")}, reason: ${reason}`;
    this.#say(this.changed.size ? "What you changed since is not saved yet." : "Nothing is left to save.");
    if (!this.table.contains(document.activeElement)) this.#goto(this.active);
  }

  #number(row) {
    const number = String(this.first + this.rows.indexOf(row));
    const link = document.createElement("a");
    link.href = `${this.table.dataset.forms}${row.key}/`;
    link.setAttribute("aria-label", `Row ${number} as a form`);
    link.tabIndex = -1;
    link.textContent = number;
    row.line.cells[0].replaceChildren(link);
    row.line.cells[0].removeAttribute("tabindex");
  }

  #refused(answer) {
    this.savedWords.textContent = "";
    if (answer.faults || answer.conflicts) this.#show(answer);
    const short = answer.faults ? ` ${this.#inShort({ appear: [], vanish: [], ...answer })}` : "";
    this.#say(`${answer.message}${short}`);
    const first = answer.faults?.find((fault) => fault.column && this.byMark.has(fault.row));
    const { conflicts } = this.places;
    const choice = conflicts.querySelector("input:checked") || conflicts.querySelector("[type=submit], button");
    if (choice) choice.focus();
    else if (first)
      this.#goto({
        row: this.rows.indexOf(this.byMark.get(first.row)),
        column: this.columns.findIndex((each) => each.name === first.column),
      });
  }

  async #discard() {
    const cells = this.#tellCount();
    if (!cells) return this.#say("Nothing is changed.");
    this.discarding.querySelector("[data-discarding-words]").textContent =
      `${counted(cells, "changed cell")} would be as before. This cannot be undone.`;
    if ((await this.#asked(this.discarding)) !== "yes") return;
    for (const row of this.rows.filter((each) => !each.key)) this.#remove(row);
    for (const [row, columns] of [...this.changed])
      for (const column of [...columns]) this.#write(row, column, row.was[column]);
    this.done = [];
    this.undone = [];
    this.#changedSomething();
    this.#goto(this.active);
  }

  // ---- Setting up ----

  #dress(page) {
    this.table.setAttribute("role", "grid");
    this.table.setAttribute("aria-multiselectable", "true");
    this.box.removeAttribute("tabindex");
    for (const link of this.body.querySelectorAll("th > a")) link.tabIndex = -1;
    for (const each of page.querySelectorAll(".app-grid-help, .app-grid-add, .app-grid-side"))
      each.hidden = false;
    page.querySelector(".app-grid-beside").classList.add("has-side");
    this.bar.hidden = false;
    this.cellBar.hidden = false;
    this.#goto(this.active, { focus: false });
  }

  #at(cell) {
    const line = cell.closest("tr");
    return { row: this.rows.findIndex((row) => row.line === line), column: cell.cellIndex };
  }

  #listen() {
    this.table.addEventListener("keydown", (event) => this.#onKey(event));
    this.body.addEventListener("pointerdown", (event) => {
      const cell = event.target.closest("td");
      if (!cell || cell.contains(this.editor?.field)) return;
      if (event.shiftKey) event.preventDefault();
      this.#commit();
      this.#goto(this.#at(cell), { extend: event.shiftKey });
      this.dragging = true;
      event.preventDefault();
    });
    this.body.addEventListener("pointerover", (event) => {
      const cell = event.target.closest("td");
      if (this.dragging && cell && event.buttons) this.#goto(this.#at(cell), { extend: true });
    });
    document.addEventListener("pointerup", () => {
      this.dragging = false;
    });
    this.body.addEventListener("dblclick", (event) => {
      if (event.target.closest("td") && !this.editor) this.#edit();
    });
    document.addEventListener("copy", (event) => this.#onCopy(event));
    document.addEventListener("cut", (event) => this.#onCopy(event));
    document.addEventListener("paste", (event) => this.#onPaste(event));
    this.bar.addEventListener("submit", (event) => {
      event.preventDefault();
      this.#save();
    });
    this.bar.querySelector("[data-discard]").addEventListener("click", () => this.#discard());
    this.table
      .closest("main")
      .querySelector("[data-add-row]")
      .addEventListener("click", () => {
        const row = this.#append();
        this.#change([], [row]);
        this.#goto({ row: this.rows.length - 1, column: 1 });
      });
    window.addEventListener("beforeunload", (event) => {
      if (this.changed.size) event.preventDefault();
    });
  }
}

const found = document.querySelector("[data-grid]");
if (found) new Grid(found);
