// What the chain says of a host's settings: the nodes and the clock, the account and its role, its gas, and the bonds.
import { getBond, getHost } from "@gpuflow/escrow"
import type { HostSettings } from "@gpuflow/host"
import { type Address, isAddressEqual, parseUnits } from "viem"
import { getBalance } from "viem/actions"

import { findAccount } from "../chain/account.ts"
import { type Context, openContext } from "../chain/context.ts"
import { findEndpoints } from "../chain/diagnosis.ts"
import { findUnit } from "../chain/tokens.ts"
import { describeFailure } from "../failureReport.ts"
import type { Session } from "../session.ts"
import { formatAmount, type Unit } from "../text/amounts.ts"
import { escrowOf } from "./agentSettings.ts"
import type { HostFinding } from "./finding.ts"

const STATES = { ok: "ok", warns: "warning", fails: "FAILED", skipped: "warning" } as const

export async function checkChain(session: Session, settings: HostSettings): Promise<HostFinding[]> {
  const probed = await findEndpoints(session, settings.chainId)
  const findings: HostFinding[] = probed
    .flatMap((one) => one.findings)
    .map(({ check, state, detail }) => ({ check, state: STATES[state], detail }))
  const account = await findAccount(session)
  if (!account) findings.push({ state: "FAILED", check: "account", detail: "None. Set GPUFLOW_KEYSTORE." })
  if (!account || probed.every(({ endpoint }) => endpoint === undefined)) return findings
  const host = settings.host ?? account.address
  try {
    const options = { chain: settings.chainId, escrow: escrowOf(session, settings) }
    const context = await openContext(session, options)
    const role = await checkRole(context, settings, { account: account.address, host })
    return [...findings, ...role, ...(await checkBonds(context, settings, host))]
  } catch (error) {
    return [...findings, { state: "FAILED", check: "escrow", detail: describeFailure(session, error) }]
  }
}

type Roles = { readonly account: Address; readonly host: Address }

/** Whether the account can do what the settings ask of it: sign offers, start rentals, and give time back. */
async function checkRole(
  { client, escrow }: Context,
  { machines, policy }: HostSettings,
  { account, host }: Roles,
): Promise<HostFinding[]> {
  const [balance, { signer }] = await Promise.all([
    getBalance(client, { address: account }),
    getHost(client, { escrow, host }),
  ])
  const isHost = isAddressEqual(account, host)
  const cannot = policy.refund ? " It cannot give downtime back, and logs what is owed." : ""
  const role = isHost ? "The host itself." : `The operator of ${host}, if the offers name it.${cannot}`
  const findings: HostFinding[] = [
    { state: isHost || !policy.refund ? "ok" : "warning", check: "account", detail: `${account}. ${role}` },
  ]
  const hasPol = balance > 0n
  const gas = hasPol ? "It has POL for gas." : "It has no POL for gas. Send some to it."
  findings.push({ state: hasPol ? "ok" : "FAILED", check: "gas", detail: gas })
  if (!isHost && machines.some(({ offer }) => offer)) {
    const signs = isAddressEqual(account, signer)
    const advice = `Run \`gpuflow-escrow revoke --all --signer ${account}\` with the host's key, or remove the offers.`
    const detail = signs ? "The account is the host's signer." : `The host's signer is another account. ${advice}`
    findings.push({ state: signs ? "ok" : "FAILED", check: "signer", detail })
  }
  return findings
}

/** For each token of the offers, whether the free bond covers a rental of each machine. */
async function checkBonds(
  { client, escrow, session }: Context,
  { machines }: HostSettings,
  host: Address,
): Promise<HostFinding[]> {
  const wanted = new Map<Address, { readonly unit: Unit; readonly bonds: bigint[] }>()
  const findings: HostFinding[] = []
  for (const { name, offer } of machines) {
    if (!offer) continue
    try {
      const unit = await findUnit(client, offer.token)
      const known = wanted.get(unit.address) ?? { unit, bonds: [] }
      known.bonds.push(parseUnits(offer.bond, unit.decimals ?? 0))
      wanted.set(unit.address, known)
    } catch (error) {
      findings.push({ state: "FAILED", check: `${name}: token`, detail: describeFailure(session, error) })
    }
  }
  for (const [token, { unit, bonds }] of wanted) {
    const free = await getBond(client, { escrow, host, token })
    const least = bonds.reduce((low, bond) => (bond < low ? bond : low))
    const all = bonds.reduce((sum, bond) => sum + bond, 0n)
    const amount = (value: bigint) => formatAmount(value, unit)
    const needs = all === 0n ? "The offers need none." : `All machines together need ${amount(all)}.`
    const advice = free < all ? " Add the rest with `gpuflow-escrow bond fund`." : ""
    findings.push({
      state: free >= all ? "ok" : free >= least ? "warning" : "FAILED",
      check: `free bond in ${unit.symbol}`,
      detail: `${amount(free)}. ${needs}${advice}`,
    })
  }
  return findings
}
