// The pages and their states: what has to be looked at, and measured.
import type { TestRole } from "@gpuflow/escrow/testing"
import type { Page } from "playwright-core"

import type { RentalName } from "../../scripts/dev/rentals.ts"
import { connect } from "../../test/app/support/connect.ts"
import { type Visit, type VisitOptions, visit } from "../../test/app/support/world.ts"
import type { Scene } from "./scene.ts"

export type Screen = {
  readonly name: string
  /** What stands behind # in the address. */
  readonly path: string
  /** Whose wallet is connected. Default: nobody's. */
  readonly as?: TestRole
  /** Whether the node answers nothing. */
  readonly isNodeDown?: boolean
  /** What `config.json` says of the escrow in another way. `null`: it names no escrow. */
  readonly deployment?: Readonly<Record<string, unknown>> | null
  /** What must be seen before the screen is there, in either language. */
  readonly see: (page: Page) => Promise<unknown>
}

const heading = (name: string | RegExp) => (page: Page) => page.getByRole("heading", { name }).first().waitFor()
const text = (name: string | RegExp) => (page: Page) => page.getByText(name).first().waitFor()
const offers = (page: Page) =>
  page
    .getByRole("list", { name: /^(Offers|Offres)$/ })
    .getByRole("listitem")
    .first()
    .waitFor()
const opened =
  (button: string | RegExp, before: Screen["see"]): Screen["see"] =>
  async (page) => {
    await before(page)
    await page.getByRole("button", { name: button }).first().click()
    await page.getByRole("dialog").waitFor()
  }

export function screensOf({ world, ids, offer }: Scene): readonly Screen[] {
  const offerPath = `/offer/${offer.host}/${offer.machine}?hours=8`
  const rental = (name: RentalName): Screen => ({
    name: `rental-${name}`,
    path: `/rental/${ids[name]}`,
    as: "renter",
    see: heading(/^(Timeline|Its life|Life|Déroulement|Sa vie)/),
  })
  const running = rental("running")
  const alone = { servers: [], boards: [] }
  return [
    { name: "market", path: "/", see: offers },
    { name: "market-nothing", path: '/?atMost="0.1"', see: heading(/^(No offer fits|Aucune offre)/) },
    {
      name: "market-silent",
      path: "/",
      deployment: { boards: ["http://127.0.0.1:9"] },
      see: text(/^(No board answers|Aucun)/),
    },
    {
      name: "market-node-down",
      path: "/",
      isNodeDown: true,
      see: text(/^(The node does not answer|Le nœud ne répond)/),
    },
    { name: "connect", path: "/", see: opened(/^(Connect|Se connecter)$/, offers) },
    { name: "offer", path: offerPath, see: heading(/^(The machine|La machine)/) },
    { name: "offer-ready", path: offerPath, as: "renter", see: heading(/^(What your wallet will ask|Ce que)/) },
    { name: "paying-waiting", path: `/pay/${ids.funded}`, as: "renter", see: heading(/^(Paid|Payé)/) },
    { name: "paying-running", path: `/pay/${ids.running}`, as: "renter", see: heading(/^(It runs|Elle)/) },
    ...(Object.keys(ids) as RentalName[]).map(rental),
    { ...running, name: "rental-alone", deployment: alone },
    { ...running, name: "rental-stop", see: opened(/^(Stop|Arrêter)…/, running.see) },
    { ...running, name: "rental-dispute", see: opened(/^(Dispute|Contester)…/, running.see) },
    { name: "rentals", path: "/rentals", as: "renter", see: heading(/^(Open|En cours)/) },
    { name: "rentals-alone", path: "/rentals", as: "renter", deployment: alone, see: heading(/^(Open|En cours)/) },
    { name: "rentals-without", path: "/rentals", see: heading(/^(Connect a wallet|Connectez)/) },
    { name: "rentals-empty", path: "/rentals", as: "arbiter", see: heading(/^(No rental|Aucune location|Pas)/) },
    { name: "host", path: "/host", as: "host", see: heading(/^(Due later|Dû plus tard)/) },
    { name: "arbiter", path: "/arbiter", as: "arbiter", see: heading(/^(By deadline|Par échéance)/) },
    { name: "arbiter-empty", path: "/arbiter", as: "payer", see: heading(/^(No open dispute|Aucun litige)/) },
    { name: "verify", path: "/verify", see: text(/^(All \d+ checks hold|Les \d+ vérifications tiennent)/) },
    { name: "host-empty", path: "/host", as: "arbiter", see: heading(/^(No machine|Aucune|Pas)/) },
    {
      name: "find",
      path: `/find/${world.chain.accounts.host.address}`,
      see: (page) => page.locator("main a").first().waitFor(),
    },
    { name: "settings", path: "/settings", see: heading(/^(Settings|Réglages|Paramètres)/) },
    { name: "lost", path: "/nowhere", see: heading(/^(There is nothing|Il n)/) },
    {
      name: "no-escrow",
      path: "/",
      deployment: null,
      see: (page) => page.getByRole("heading", { level: 1 }).waitFor(),
    },
  ]
}

/** Opens a screen for a reader, whose clock is the chain's, and waits until it is there. */
export async function show(scene: Scene, screen: Screen, options: VisitOptions = {}): Promise<Visit> {
  const { world } = scene
  const [deployment] = world.config.deployments
  const { deployment: changes } = screen
  world.site.change({
    ...world.config,
    deployments: changes === null ? [] : [{ ...deployment, ...changes }],
  })
  const opened = await visit(world, {
    ...{ path: screen.path, time: world.chain.now() },
    ...(screen.as ? { privateKey: world.chain.keys[screen.as] } : {}),
    ...options,
  })
  if (screen.as) await connect(opened.page)
  await screen.see(opened.page)
  return opened
}
