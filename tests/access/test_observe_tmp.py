import json, time
import pytest
from tests.conftest import People
from .matrix import *
from .world import world_of
from opmodel.editions.models import Element

@pytest.mark.django_db
def test_observe(draft, people: People, client):
    world = world_of(draft, people)
    for p in people.everyone().values(): p.client.raise_request_exception=False
    world.given["_numbers"]["change"] = first_change(world)
    out={}
    began=time.perf_counter()
    special={"grid":{"plural":"delegations"},"grid-choices":{"plural":"delegations"},"grid-try":{"plural":"delegations"},"grid-save":{"plural":"delegations"},"grid-rows":{"plural":"delegations"},"grid-paste":{"plural":"delegations"},
     "matrix":{"name":world.given["_cycle"]},"matrix-pdf":{"name":world.given["_cycle"]},"matrix-table":{"name":world.given["_cycle"]},
     "programme":{"name":"roadmap"},"programme-pdf":{"name":"roadmap"},"programme-table":{"name":"roadmap"},
     "named-chart":{"name":"committees"},"named-chart-pdf":{"name":"committees"},"named-chart-table":{"name":"committees"},
     "api-organisation":{"slug":"bob-icb"},"restore-row":{"key":"oxfordshire"},
     "api-scenario":{},"api-source":{"pk":draft.sources.first().pk},"new-row":{"plural":"partnerships"}, "change-scenario":{}}
    for route in routes():
        if route.name in OF_KINDS:
            if route.name not in ("api-places","api-place"): continue
        for method in route.methods:
            res={}
            t=time.perf_counter()
            for persona in people.everyone():
                try:
                    a=address_of(route, world, special.get(route.name,{}))
                except Exception as e:
                    res[persona]=f"ADDR {e!r}"[:200]; break
                try: res[persona]=asked(world,persona,method,a).status_code
                except Exception as e: res[persona]=repr(e)[:100]
            out[f"{route.name} {method}"]=res
            dt=time.perf_counter()-t
            groups={}
            for k,v in res.items(): groups.setdefault(v,[]).append(k)
            most=max(groups,key=lambda k:len(groups[k]))
            print(route.name, method, f"{dt:.1f}s", most, {k:v for k,v in groups.items() if k!=most}, flush=True)
    print("TOTAL", time.perf_counter()-began)
