import type { AnyEscrowError } from "@gpuflow/escrow"
import {
  checkMandate,
  getMandateSpent,
  type MandateCheck,
  prepareMandate,
  type SignedMandate,
} from "@gpuflow/escrow/mandate"
import type { Address } from "viem"

import { type AccountContext, type Context, getChainTime } from "../../chain/context.ts"
import { inTurns } from "../../chain/inTurns.ts"
import { findMandateContract, placeOf } from "../../chain/periphery.ts"
import { getUnit, getUnits } from "../../chain/tokens.ts"
import { CliError, UsageError } from "../../errors.ts"
import { exitCodes } from "../../exitCodes.ts"
import { foreignReason, readMandate, readMandates, requireOwnMandate } from "../../mandate/mandateFiles.ts"
import type { Session } from "../../session.ts"
import type { Result } from "../../terminal/output.ts"
import { columnsOf } from "../../terminal/screen.ts"
import { table } from "../../terminal/table.ts"
import { formatAmount, toAmount, type Unit } from "../../text/amounts.ts"
import { describeError } from "../../text/errorText.ts"
import { formatMoment, formatSeconds } from "../../text/times.ts"
import { sendSteps, type WriteOptions } from "../../transaction/send.ts"
import { mandateContractOption, readCommand, writeCommand } from "../builders.ts"
import { runRead, runWrite } from "../run.ts"

export function mandates(session: Session) {
  return readCommand("mandates")
    .description("List signed mandates: when each is due, what it has spent, and what would refuse it")
    .argument("[path]", "File of a mandate, or folder of such files (default: env GPUFLOW_KEEPER_MANDATES)")
    .addOption(mandateContractOption())
    .action((path, options) =>
      runRead(session, options, async (context) => {
        const found = await readMandates(requirePath(session, path))
        const contract = findMandateContract(session, placeOf(context), options.mandateContract)
        const [listed, now] = await Promise.all([
          inTurns(found, (one) =>
            "fault" in one
              ? Promise.resolve({ file: one.file, fault: one.fault })
              : inspect(context, foreignReason(context, contract, one.signed), one),
          ),
          getChainTime(context.client),
        ])
        const known = listed.flatMap((one) => ("signed" in one ? [one.signed.rental.offer.token] : []))
        const unitOf = await getUnits(context.client, known)
        const rows = listed.map((one) => rowOf(one, now, (signed) => unitOf(signed.rental.offer.token)))
        const head = ["rental", "state", "next", "spent", "left", "file"]
        const text = rows.length > 0 ? table(columnsOf(session.stdout), head, rows) : "No mandates."
        return { json: { now, mandates: listed.map(jsonOf) }, text }
      }),
    )
    .addCommand(execute(session))
}

/** `mandates execute` */
function execute(session: Session) {
  return writeCommand("execute")
    .description("Extend a rental as its renter has signed, once the extension is due; you receive the tip")
    .argument("<file>", "File of a signed mandate")
    .option("--tip <amount>", "Tip to ask for (default: the highest of the mandate)")
    .addOption(mandateContractOption())
    .action((file, options) =>
      runWrite(session, options, async (context) => executeSigned(context, options, await readMandate(file))),
    )
}

type ExecuteOptions = WriteOptions & {
  readonly tip?: string | undefined
  readonly mandateContract?: Address | undefined
}

/** Extends a rental as its renter has signed. */
export async function executeSigned(
  context: AccountContext,
  options: ExecuteOptions,
  signed: SignedMandate,
): Promise<Result> {
  const { session, client } = context
  requireOwnMandate(context, findMandateContract(session, placeOf(context), options.mandateContract), signed)
  const unit = await getUnit(client, signed.rental.offer.token)
  const { maxTip, rentalId } = signed.mandate
  const tip = options.tip === undefined ? maxTip : toAmount(options.tip, unit)
  const { duration, amount } = await requireDue(context, signed, tip)
  const request = prepareMandate(client, "executeMandate", { signed, tip })
  const more = tip > 0n ? `, and ${formatAmount(tip, unit)} to you as the tip` : ""
  const sentence = `Extend rental ${rentalId} to ${formatSeconds(duration)} in all. The renter pays ${formatAmount(amount, unit)}${more}.`
  return sendSteps(context, options, [{ sentence, request }], unit)
}

function requirePath({ env }: Session, path: string | undefined): string {
  const found = path ?? env["GPUFLOW_KEEPER_MANDATES"]
  if (found) return found
  throw new UsageError("Pass the file of a mandate or the folder of such files, or set GPUFLOW_KEEPER_MANDATES.")
}

async function requireDue({ client, account }: AccountContext, signed: SignedMandate, tip: bigint) {
  const { status, problems, next } = await checkMandate(client, { signed, tip, keeper: account.address })
  const [first] = problems
  const facts = { id: signed.mandate.rentalId }
  if (first) throw new CliError(exitCodes.refused, first.error.code, sentenceOf(first), facts)
  if (status === "due" && next) return next
  const now = await getChainTime(client)
  const when = next ? formatMoment(next.dueAt, now) : "later"
  throw new CliError(exitCodes.nothing, "TooEarly", `The extension is due ${when}. Run the command again then.`, {
    ...facts,
    dueAt: next?.dueAt,
  })
}

type Inspected =
  | { readonly file: string; readonly fault: string }
  | {
      readonly file: string
      readonly signed: SignedMandate
      readonly check: MandateCheck
      readonly spent: bigint
    }

async function inspect(
  { client }: Context,
  foreign: string | undefined,
  { file, signed }: { readonly file: string; readonly signed: SignedMandate },
): Promise<Inspected> {
  if (foreign) return { file, fault: foreign }
  const { mandateContract, mandate } = signed
  const { renter, salt } = mandate
  const [check, spent] = await Promise.all([
    checkMandate(client, { signed }),
    getMandateSpent(client, { mandateContract, renter, salt }),
  ])
  return { file, signed, check, spent }
}

type Problem = MandateCheck["problems"][number]

/** The checks of mandates have only errors that the program knows. */
const sentenceOf = ({ error }: Problem): string => describeError(error as AnyEscrowError)

/** `waiting`, `due`, or why it is refused. */
function stateOf({ check }: Extract<Inspected, { readonly check: MandateCheck }>, now: bigint): string {
  const [first] = check.problems
  if (first) return `${first.permanent ? "invalid" : "refused"}: ${first.reason}`
  return check.next && check.next.dueAt > now ? "waiting" : "due"
}

function rowOf(one: Inspected, now: bigint, unitOf: (signed: SignedMandate) => Unit): string[] {
  if ("fault" in one) return ["-", one.fault.split("\n")[0] ?? "", "-", "-", "-", one.file]
  const { file, signed, check, spent } = one
  const unit = unitOf(signed)
  const next = check.next
    ? `${formatAmount(check.next.amount, unit)}, due ${check.next.dueAt > now ? formatMoment(check.next.dueAt, now) : "now"}`
    : "-"
  const left = signed.mandate.maxTotal > spent ? signed.mandate.maxTotal - spent : 0n
  return [signed.mandate.rentalId, stateOf(one, now), next, formatAmount(spent, unit), formatAmount(left, unit), file]
}

function jsonOf(one: Inspected): object {
  if ("fault" in one) return one
  const { file, signed, check, spent } = one
  const { mandate, mandateContract } = signed
  const { status, next, digest, allowance, balance } = check
  const problems = check.problems.map((problem) => ({
    reason: problem.reason,
    permanent: problem.permanent,
    code: problem.error.code,
    message: sentenceOf(problem),
  }))
  const left = mandate.maxTotal > spent ? mandate.maxTotal - spent : 0n
  return { file, mandateContract, digest, mandate, status, next, spent, left, allowance, balance, problems }
}
