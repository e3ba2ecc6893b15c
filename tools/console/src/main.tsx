// Starts the page: one store for the tenant of the address, one root component.

import "./styles/tokens.css";
import "./styles/base.css";
import "./styles/header.css";
import "./styles/kpi.css";
import "./styles/panels.css";
import "./styles/grid.css";
import "./styles/cells.css";
import "./styles/dialog.css";
import "./styles/page.css";
import "./styles/timeline.css";
import "./styles/process.css";
import "./styles/customer.css";

import { render } from "preact";

import { Api } from "./api";
import { server_clock, start_ticking } from "./clock";
import { App } from "./components/app";
import { StoreContext } from "./context";
import { show_theme, tenant_of_address, token } from "./settings";
import { follow_address, route } from "./route";
import { FloorStore } from "./store";

show_theme();
start_ticking();
follow_address();

const tenant = tenant_of_address();
const api = new Api({
  tenant,
  token: () => token.value,
  on_server_time: (server_ms) => server_clock.observe(server_ms),
});
const store = new FloorStore(api);
const { page, id } = route.value;
store.floor_is_seen = page === "floor";
store.open(page === "floor" ? id : "");
store.start();
document.title = `${tenant} · Parley console`;

const root = document.getElementById("app");
if (root === null) throw new Error("index.html has no #app");
render(
  <StoreContext.Provider value={store}>
    <App tenant={tenant} />
  </StoreContext.Provider>,
  root,
);
