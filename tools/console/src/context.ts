// The store of this page, for the components.

import { createContext } from "preact";
import { useContext } from "preact/hooks";

import type { FloorStore } from "./store";

export const StoreContext = createContext<FloorStore | undefined>(undefined);

export function useStore(): FloorStore {
  const store = useContext(StoreContext);
  if (store === undefined) throw new Error("a component was drawn outside of the page");
  return store;
}
