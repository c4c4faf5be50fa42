// The table of what goes wrong: each write with everything that can happen on its way, what the page says, and how it goes on.
import { expect } from "chai"
import type { Page } from "playwright-core"

import { sleep, until } from "../../../support/until.ts"
import { type Board, openBoard } from "../boardInFront.ts"
import { connect } from "../connect.ts"
import { freezeServer } from "../frozenServer.ts"
import { inFull } from "../inFull.ts"
import { busy, onPageNode, type PageNode, pendingForever, unavailable } from "../pageNode.ts"
import { quickPauses } from "../quickPauses.ts"
import type { AppWorld, Visit, VisitOptions } from "../world.ts"
import type { Signature, Transaction } from "./write.ts"

/** Milliseconds in which a board takes what it is sent. */
const PATIENCE = 60_000

type Write = Transaction | Signature
type SceneOf<write extends Write> = Awaited<ReturnType<write["play"]>>
type Begun<write extends Write> = Visit & { readonly scene: SceneOf<write> }

const dialog = (page: Page) => page.getByRole("dialog")
const toasts = (page: Page) => page.getByRole("region", { name: "Transactions" })
const confirmation = ({ page }: Visit, { confirms }: Write) =>
  dialog(page).getByRole("button", { name: confirms, disabled: false })
const confirm = (visit: Visit, write: Write) => confirmation(visit, write).click()
const done = ({ page }: Visit, { done: words }: Write) => toasts(page).getByText(words).first().waitFor()
const said = ({ page }: Visit, words: string | RegExp) =>
  dialog(page).getByText(words).or(toasts(page).getByText(words)).first().waitFor()
const tryAgain = ({ page }: Visit) => dialog(page).getByRole("button", { name: "Try again" }).click()
const asked = ({ wallet }: Visit) => wallet.questions.filter(({ method }) => /sign|send/i.test(method))

/** What a block of these tests works with: one world, and a page that reads through a node of its own. */
type Stage = {
  readonly world: () => AppWorld
  readonly node: () => PageNode
  readonly open: (options?: VisitOptions) => Promise<Visit>
}

/** Opens the world around the tests of a block. */
export function onStage(): Stage {
  let world: AppWorld
  let node: PageNode
  const open = onPageNode((...opened) => {
    ;[world, node] = opened
  })
  return {
    world: () => world,
    node: () => node,
    open: (options) => open({ prepare: quickPauses, ...options }),
  }
}

/** The dialog of a write, with everything filled in. */
async function begin<write extends Write>(
  { world, open }: Stage,
  { by, play }: write,
  prepare: () => Promise<unknown> | unknown = () => undefined,
): Promise<Begun<write>> {
  // The compiler does not see through the union.
  const scene = (await play(world())) as SceneOf<write>
  await world().caughtUp()
  await prepare()
  const visit = await open({ path: scene.path, privateKey: world().chain.keys[by] })
  await connect(visit.page)
  await scene.open(visit.page)
  const [inner, client] = await visit.page.evaluate<[number, number]>(
    "(({ scrollWidth, clientWidth }) => [scrollWidth, clientWidth])(document.querySelector('dialog[open]'))",
  )
  expect(inner, "the dialog's width").to.equal(client)
  return { ...visit, scene }
}

/** Waits until the board has taken what was signed. */
async function taken({ scene }: Begun<Signature>): Promise<void> {
  const end = Date.now() + PATIENCE
  while (!(await scene.isTaken())) {
    if (Date.now() > end) throw new Error("The board has not taken it.")
    await sleep(100)
  }
}

/** The wallet has the question, and its owner does not answer it yet. */
async function leaveOpen(begun: Visit, write: Write): Promise<void> {
  begun.wallet.behave("hang")
  await confirm(begun, write)
  await said(begun, /^Confirm in your wallet/)
}
function approve({ wallet }: Visit): void {
  wallet.behave("approve")
  wallet.answer("approve")
}

/** What was sent has left its dialog. The page offers it as before. */
async function beginAgain(begun: Begun<Transaction>, write: Transaction): Promise<void> {
  await begun.scene.open(begun.page)
  await confirm(begun, write)
  await done(begun, write)
}

/** What can happen to everything that a wallet is asked for. */
function playAll(stage: Stage, write: Write): void {
  inFull("declined in the wallet: nothing is done, and it can be tried again", async () => {
    const begun = await begin(stage, write)
    begun.wallet.behave("reject", { times: 1 })
    await confirm(begun, write)
    await said(begun, "You declined it in your wallet. Nothing was paid.")
    await tryAgain(begun)
    await done(begun, write)
  })

  inFull("a wallet on another network: nothing is signed, and the page leads back", async () => {
    const begun = await begin(stage, write)
    begun.wallet.switchChain(1)
    await confirm(begun, write)
    await said(begun, "Your wallet is on Ethereum. This escrow is on Polygon.")
    expect(asked(begun), "signatures and transactions").to.deep.equal([])
    await dialog(begun.page).getByRole("button", { name: "Switch to Polygon" }).click()
    await dialog(begun.page).getByText("Your wallet is on Ethereum.").waitFor({ state: "detached" })
    await confirm(begun, write)
    await done(begun, write)
  })

  inFull("a node that answers 429 for a while: it is asked again", async () => {
    const begun = await begin(stage, write)
    await confirmation(begun, write).waitFor()
    stage.node().fail(busy(6))
    await confirm(begun, write)
    await done(begun, write)
  })
}

/** Plays a table of transactions. */
export function playTransactions(stage: Stage, writes: readonly Transaction[]): void {
  for (const write of writes) describe(write.verb, () => playTransaction(stage, write))
}

function playTransaction(stage: Stage, write: Transaction): void {
  const node = () => stage.node()
  const fault = (...given: Parameters<AppWorld["chain"]["fault"]>) => stage.world().chain.fault(...given)
  playAll(stage, write)

  inFull("done: it does not come back when its toast goes", async () => {
    const begun = await begin(stage, write)
    await confirm(begun, write)
    await done(begun, write)
    await toasts(begun.page).getByRole("button", { name: "Close" }).first().click()
    await toasts(begun.page).getByText(write.done).waitFor({ state: "detached" })
    expect(await dialog(begun.page).count(), "dialogs").to.equal(0)
  })

  inFull("sped up in the wallet: it is the same, under another hash", async () => {
    const begun = await begin(stage, write)
    await fault("replace", { times: 1, by: "same call" })
    await confirm(begun, write)
    await done(begun, write)
  })

  inFull("cancelled in the wallet: nothing is done, and it can be tried again", async () => {
    const begun = await begin(stage, write)
    await fault("replace", { times: 1, by: "cancellation" })
    await confirm(begun, write)
    await said(begun, "Replaced in your wallet.")
    await beginAgain(begun, write)
  })

  inFull("dropped by the network: the page says so, and it can be tried again", async () => {
    const begun = await begin(stage, write)
    await fault("drop", { times: 1 })
    await confirm(begun, write)
    await said(begun, "The network dropped it.")
    await said(begun, /Nothing was paid\. It cannot be paid twice\./)
    await beginAgain(begun, write)
  })

  inFull("taken back by the chain: it is included again", async () => {
    const begun = await begin(stage, write)
    await fault("reorg", { times: 1 })
    await confirm(begun, write)
    await done(begun, write)
  })

  inFull("a node that does not answer: nothing is sent, and it goes on once it does", async () => {
    const begun = await begin(stage, write)
    await confirmation(begun, write).waitFor()
    node().fail(unavailable)
    await confirm(begun, write)
    await said(begun, "The node does not answer.")
    node().heal()
    await confirm(begun, write)
    await done(begun, write)
  })

  inFull("a reload in the middle: the page finds it again", async () => {
    const begun = await begin(stage, write)
    node().fail(pendingForever)
    await confirm(begun, write)
    await toasts(begun.page).getByText("It is safe to close this page.").waitFor()
    await begun.page.reload()
    await toasts(begun.page).getByText("It is safe to close this page.").waitFor()
    node().heal()
    await done(begun, write)
  })

  const { beaten, late } = write
  inFull(`another device was faster: ${beaten ? "the page says so" : "it is done once more"}`, async () => {
    const begun = await begin(stage, write)
    await leaveOpen(begun, write)
    await begun.scene.elsewhere()
    approve(begun)
    if (beaten) await said(begun, beaten)
    else await done(begun, write)
  })

  if (late) {
    inFull("too late: the page says so, and nothing is done", async () => {
      const begun = await begin(stage, write)
      await leaveOpen(begun, write)
      await stage.world().chain.warp(late.after)
      approve(begun)
      await said(begun, late.says)
    })
  }

  inFull("an index that lags: what was just done is shown, from the chain", async () => {
    const { server } = stage.world()
    const frozen = await freezeServer(server)
    try {
      const begun = await begin(stage, write, async () => {
        await fetch(`${frozen.url}/meta`)
        node().serve({ servers: [frozen.url], boards: [] })
      })
      await confirm(begun, write)
      await done(begun, write)
      await begun.scene.shown?.(begun.page)
    } finally {
      await frozen.close()
    }
  })
}

/** Plays a table of signatures for boards. */
export function playSignatures(stage: Stage, writes: readonly Signature[]): void {
  for (const write of writes) describe(write.verb, () => playSignature(stage, write))
}

function playSignature(stage: Stage, write: Signature): void {
  const node = () => stage.node()
  const signAgain = ({ page }: Visit) => dialog(page).getByRole("button", { name: "Sign again" }).click()
  playAll(stage, write)

  inFull("done: the board has taken it, and no transaction was sent", async () => {
    const begun = await begin(stage, write)
    await confirm(begun, write)
    await done(begun, write)
    await taken(begun)
    expect(asked(begun).map(({ method }) => method)).to.deep.equal(["eth_signTypedData_v4"])
  })

  inFull(
    `a node that does not answer: ${write.needsNode ? "nothing is signed, and it goes on once it does" : "it is done all the same"}`,
    async () => {
      const begun = await begin(stage, write)
      await confirmation(begun, write).waitFor()
      node().fail(unavailable)
      await confirm(begun, write)
      if (write.needsNode) {
        await said(begun, "The node does not answer.")
        node().heal()
        await confirm(begun, write)
      }
      await done(begun, write)
      await taken(begun)
    },
  )

  inFull("a reload in the middle: nothing was signed, and it can be begun again", async () => {
    const begun = await begin(stage, write)
    await leaveOpen(begun, write)
    begun.wallet.behave("approve")
    await begun.page.reload()
    expect(await begun.scene.isTaken(), "on the board").to.equal(false)
    await begun.scene.open(begun.page)
    await confirm(begun, write)
    await taken(begun)
  })

  inFull("a board that does not answer: the same signature is sent again", async () => {
    const board: Board = await openBoard(stage.world().server)
    try {
      const begun = await begin(stage, write, () => node().serve({ boards: [board.url] }))
      board.isSilent = true
      await confirm(begun, write)
      await said(begun, /^127\.0\.0\.1:\d+ does not answer\./)
      const { missed } = board
      await tryAgain(begun)
      await until(() => board.missed > missed)
      await dialog(begun.page).getByRole("button", { name: "Try again", disabled: false }).waitFor()
      board.isSilent = false
      await tryAgain(begun)
      await taken(begun)
      expect(asked(begun).length, "signatures").to.equal(1)
    } finally {
      await board.close()
    }
  })

  const { beaten, late } = write
  inFull("changed on another device meanwhile: the board refuses it, and it is signed again", async () => {
    const begun = await begin(stage, write)
    await leaveOpen(begun, write)
    await begun.scene.elsewhere()
    await stage.world().caughtUp()
    approve(begun)
    if (beaten) {
      await said(begun, beaten)
      await signAgain(begun)
      await confirm(begun, write)
    }
    await taken(begun)
  })

  inFull(`too late: ${late.says ? "the board refuses it, and it is signed again" : "it is over already"}`, async () => {
    const begun = await begin(stage, write)
    await leaveOpen(begun, write)
    await stage.world().chain.warp(late.after)
    await stage.world().caughtUp()
    approve(begun)
    if (late.says) {
      await said(begun, late.says)
      await signAgain(begun)
      await confirm(begun, write)
    } else await done(begun, write)
    await taken(begun)
  })
}
