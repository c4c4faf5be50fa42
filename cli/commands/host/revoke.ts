import { Option } from "@commander-js/extra-typings"
import { getHost, prepareRequest } from "@gpuflow/escrow"
import { keccak256, toHex } from "viem"
import { UsageError } from "../../errors.ts"
import type { Session } from "../../session.ts"
import { as, toAddress, toHash } from "../../text/parse.ts"
import { write } from "../../transaction/send.ts"
import { writing } from "../builders.ts"
import { runWriting } from "../run.ts"

export function revoke(session: Session) {
  return writing("revoke")
    .description("kill the offers that you have signed: for one machine, or all of them; open rentals go on")
    .option("--name <name>", "the machine, by its document's name")
    .addOption(new Option("--machine <hash>", "the machine, by its id").argParser(as(toHash)))
    .option("--all", "every offer of every machine")
    .addOption(
      new Option("--signer <address>", "with --all: the key that signs from now on; your own: you").argParser(
        as(toAddress),
      ),
    )
    .action((options) =>
      runWriting(session, options, async (acting) => {
        const { client, escrow, account } = acting
        const { all, name, machine: id, signer: named } = options
        if ([all, name, id].filter((given) => given !== undefined).length !== 1) {
          throw new UsageError("Say what is revoked: --name, --machine or --all.")
        }
        if (named && !all) throw new UsageError("--signer goes with --all: a new key ends the offers of every machine.")
        if (all) {
          const signer = named ?? (await getHost(client, { escrow, host: account.address })).signer
          const request = await prepareRequest(client, "setSigner", { escrow, signer, account })
          return write(acting, options, [{ sentence: "Revoke every offer that you have signed.", request }])
        }
        const machine = id ?? keccak256(toHex((name ?? "").trim().normalize("NFC")))
        const request = await prepareRequest(client, "revokeOffers", { escrow, machine, account })
        return write(acting, options, [{ sentence: `Revoke every offer of ${name ?? machine}.`, request }])
      }),
    )
}
