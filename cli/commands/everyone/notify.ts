import { Option } from "@commander-js/extra-typings"
import { openContext } from "../../chain/context.ts"
import { resolveParty } from "../../chain/party.ts"
import { readSecret } from "../../chain/secretFile.ts"
import { UsageError } from "../../errors.ts"
import { exitCodes } from "../../exitCodes.ts"
import { type NoticeType, noticeTypes as types } from "../../notify/noticeTypes.ts"
import { hideSecretsOf, type Session } from "../../session.ts"
import { as, toCount, toPositiveSeconds } from "../../text/parse.ts"
import { cacheOption, fromBlockOption, hostOption, readCommand, renterOption, serverOption } from "../builders.ts"

export function notify(session: Session) {
  return readCommand("notify")
    .description(
      "Tell a webhook or a command, until stopped, when a rental is paid, started, about to end, ended, disputed or ruled on (docs/notify.md)",
    )
    .addOption(hostOption())
    .addOption(renterOption())
    .option("--webhook <url>", "URL to send each notice to; its secret comes from GPUFLOW_WEBHOOK_SECRET")
    .option("--run <command>", "Shell command to run for each notice, which it gets as JSON on standard input")
    .option("--allow-private", "With --webhook: also plain HTTP, and addresses of private networks")
    .addOption(
      new Option(
        "--events <types>",
        `Types of notices, separated by commas (default: all of ${types.join(", ")})`,
      ).argParser(as(toTypes)),
    )
    .addOption(
      new Option("--before <time>", "Time before the end at which `ending` is told (default: 15m)").argParser(
        as(toPositiveSeconds),
      ),
    )
    .option("--database <file>", "SQLite file of the place on the chain and of the notices (default: notify.db)")
    .addOption(
      new Option("--confirmations <blocks>", "Blocks that must follow before an event is told (default: 0)").argParser(
        as(toCount),
      ),
    )
    .addOption(new Option("--every <time>", "Time between two polls (default: 2s)").argParser(as(toPositiveSeconds)))
    .option("--once", "Exit after the events up to the latest block, and one attempt for each notice")
    .addOption(fromBlockOption())
    .addOption(cacheOption())
    .addOption(serverOption())
    .action(async (options) => {
      const { webhook: url, run } = options
      if ((url === undefined) === (run === undefined)) throw new UsageError("Pass either --webhook or --run.")
      if (url !== undefined) hideSecretsOf(session, url)
      // Only this command needs the database.
      const [{ openOutbox }, { followAndTell }, { openWebhook, sendWebhook }, { runForNotice }] = await Promise.all([
        import("../../notify/outbox.ts"),
        import("../../notify/follow.ts"),
        import("../../notify/webhook.ts"),
        import("../../notify/runCommand.ts"),
      ])
      const secret = url === undefined ? undefined : await readSecret(session, "GPUFLOW_WEBHOOK_SECRET")
      const webhook = url === undefined ? undefined : openWebhook(url, secret, options.allowPrivate === true)
      const context = await openContext(session, options)
      const party = await resolveParty(context, options, "host")
      const [side] = Object.entries(party)
      const outbox = openOutbox(
        options.database ?? "notify.db",
        [context.client.chain.id, context.escrow, ...(side ?? [])].join(" ").toLowerCase(),
      )
      try {
        await followAndTell(context, outbox, {
          party,
          cache: options.cache,
          server: options.server,
          fromBlock: options.fromBlock,
          rules: { types: options.events ?? types, before: options.before ?? 900n },
          confirmations: options.confirmations ?? 0,
          pollingInterval: Number(options.every ?? 2n) * 1_000,
          once: options.once === true,
          deliver: (notice) =>
            webhook ? sendWebhook(webhook, notice, session.signal) : runForNotice(session, run ?? "", notice),
        })
        if (outbox.count("waiting") > 0 && options.once) session.code = exitCodes.failed
      } finally {
        outbox.close()
      }
    })
}

function toTypes(text: string): NoticeType[] {
  return text.split(",").map((word) => {
    const type = types.find((known) => known === word.trim())
    if (!type) throw new UsageError(`Unknown event: ${word}. Expected one or more of ${types.join(", ")}.`)
    return type
  })
}
