// Every page and its address. The address stands behind #, so that the page works from any file server and from IPFS.
import {
  createHashHistory,
  createRootRoute,
  createRoute,
  createRouter,
  lazyRouteComponent,
} from "@tanstack/react-router"

import { parseArbiterSearch } from "./pages/arbiter/arbiterSearch.ts"
import { parseMarketSearch } from "./pages/market/marketSearch.ts"
import { parseOfferSearch } from "./pages/offer/offerSearch.ts"
import { leave } from "./shell/focus.ts"
import { NotFound } from "./shell/NotFound.tsx"
import { PageError } from "./shell/PageError.tsx"
import { PagePending } from "./shell/PagePending.tsx"
import { Shell } from "./shell/Shell.tsx"
import { parseAccountSearch } from "./wallet/useShownAccount.ts"

const root = createRootRoute({ component: Shell })

const market = createRoute({
  getParentRoute: () => root,
  path: "/",
  validateSearch: parseMarketSearch,
  component: lazyRouteComponent(() => import("./pages/market/Market.tsx"), "Market"),
})

const rentals = createRoute({
  getParentRoute: () => root,
  path: "/rentals",
  validateSearch: parseAccountSearch,
  component: lazyRouteComponent(() => import("./pages/rentals/Rentals.tsx"), "Rentals"),
})

const host = createRoute({
  getParentRoute: () => root,
  path: "/host",
  validateSearch: parseAccountSearch,
  component: lazyRouteComponent(() => import("./pages/host/Host.tsx"), "Host"),
})

const offer = createRoute({
  getParentRoute: () => root,
  path: "/offer/$host/$machine",
  validateSearch: parseOfferSearch,
  component: lazyRouteComponent(() => import("./pages/offer/OfferPage.tsx"), "OfferPage"),
})

const paying = createRoute({
  getParentRoute: () => root,
  path: "/pay/$id",
  component: lazyRouteComponent(() => import("./pages/paying/Paying.tsx"), "Paying"),
})

const rental = createRoute({
  getParentRoute: () => root,
  path: "/rental/$id",
  component: lazyRouteComponent(() => import("./pages/rental/RentalPage.tsx"), "RentalPage"),
})

const arbiter = createRoute({
  getParentRoute: () => root,
  path: "/arbiter",
  validateSearch: parseArbiterSearch,
  component: lazyRouteComponent(() => import("./pages/arbiter/Arbiter.tsx"), "Arbiter"),
})

const verify = createRoute({
  getParentRoute: () => root,
  path: "/verify",
  component: lazyRouteComponent(() => import("./pages/verify/Verify.tsx"), "Verify"),
})

const find = createRoute({
  getParentRoute: () => root,
  path: "/find/$text",
  component: lazyRouteComponent(() => import("./pages/find/Find.tsx"), "Find"),
})

const settings = createRoute({
  getParentRoute: () => root,
  path: "/settings",
  component: lazyRouteComponent(() => import("./pages/settings/SettingsPage.tsx"), "SettingsPage"),
})

export const router = createRouter({
  routeTree: root.addChildren([market, offer, paying, rental, rentals, host, arbiter, verify, find, settings]),
  history: createHashHistory(),
  scrollRestoration: true,
  defaultPendingComponent: PagePending,
  defaultErrorComponent: PageError,
  defaultNotFoundComponent: NotFound,
})

router.subscribe("onBeforeNavigate", ({ fromLocation, pathChanged }) => {
  if (fromLocation && pathChanged) leave()
})

declare module "@tanstack/react-router" {
  interface Register {
    router: typeof router
  }
}
