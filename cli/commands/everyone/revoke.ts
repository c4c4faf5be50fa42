import { Option } from "@commander-js/extra-typings"
import { getHost } from "@gpuflow/escrow"
import { prepareMandate } from "@gpuflow/escrow/mandate"
import { hashMachineName } from "@gpuflow/escrow/offer"
import { prepareRequest } from "@gpuflow/escrow/requests"
import { placeOf, resolveMandateContract } from "../../chain/periphery.ts"
import { UsageError } from "../../errors.ts"
import { planRevocation } from "../../mandate/revocation.ts"
import type { Session } from "../../session.ts"
import { note } from "../../terminal/output.ts"
import { HOT_MONEY } from "../../text/hotMoney.ts"
import { as, toAddress, toHash } from "../../text/parse.ts"
import { sendSteps } from "../../transaction/send.ts"
import { mandateContractOption, writeCommand } from "../builders.ts"
import { runWrite } from "../run.ts"

export function revoke(session: Session) {
  return writeCommand("revoke")
    .description("Revoke your signed offers for one machine or for all, or your signed mandates; open rentals continue")
    .option("--name <name>", "Name of the machine, as in its document")
    .addOption(new Option("--machine <hash>", "Machine id").argParser(as(toHash)))
    .option("--all", "Revoke the offers for all machines")
    .option("--mandate <file or salt>", "File or salt of a mandate that you signed; revokes all mandates with its salt")
    .option("--all-mandates", "Revoke all mandates that you signed")
    .addOption(mandateContractOption())
    .addOption(
      new Option(
        "--signer <address>",
        "With --all: account that signs your offers from now on; pass your own to sign yourself",
      ).argParser(as(toAddress)),
    )
    .action((options) =>
      runWrite(session, options, async (context) => {
        const { client, escrow, account } = context
        const { all, name, machine: id, signer: newSigner, mandate, allMandates } = options
        if ([all, name, id, mandate, allMandates].filter((given) => given !== undefined).length !== 1) {
          throw new UsageError("Pass exactly one of --name, --machine, --all, --mandate and --all-mandates.")
        }
        if (newSigner && !all) {
          throw new UsageError(
            "--signer works only with --all: a new signer revokes the offers for all machines. Add --all.",
          )
        }
        if (mandate !== undefined) {
          return sendSteps(context, options, [await planRevocation(context, mandate, options.mandateContract)])
        }
        if (allMandates) {
          const mandateContract = resolveMandateContract(session, placeOf(context), options.mandateContract)
          const request = prepareMandate(client, "revokeAllMandates", { mandateContract })
          return sendSteps(context, options, [{ sentence: "Revoke all mandates that you signed.", request }])
        }
        if (all) {
          const signer = newSigner ?? (await getHost(client, { escrow, host: account.address })).signer
          const request = await prepareRequest(client, "setSigner", { escrow, signer, account })
          if (newSigner) note(session, HOT_MONEY)
          const change = newSigner ? ` From now on, ${newSigner} signs them.` : ""
          return sendSteps(context, options, [{ sentence: `Revoke all your signed offers.${change}`, request }])
        }
        const machine = id ?? hashMachineName(name ?? "")
        const request = await prepareRequest(client, "revokeOffers", { escrow, machine, account })
        return sendSteps(context, options, [
          { sentence: `Revoke all offers for machine ${name === undefined ? machine : `"${name}"`}.`, request },
        ])
      }),
    )
}
