// Kills the deployment's program after each of its transactions, and before the first, on a local chain. The next run must
// finish what is left, the one after that must change nothing, and the verification must find no difference.
import { buildDeployment } from "../../scripts/deploy/build.ts"
import { type RunResult, run } from "../../scripts/support/processes.ts"
import { serveChain } from "../../test/support/chain.ts"
import { addressOf } from "../../test/support/parties.ts"

const TRANSACTIONS = 6
/** The transactions of the local chain's first account: the proxy's installation adds one, the Safe's four, Permit2's one. */
const NONCE = TRANSACTIONS + 6

export async function killDeployments(): Promise<void> {
  // Built once, so that no run takes longer than its transactions.
  await buildDeployment()
  let failures = 0
  for (let sent = 0; sent <= TRANSACTIONS; sent++) failures += (await killAfter(sent)).length
  console.log(
    failures === 0 ? "Each run was finished by the next, and nothing was sent twice." : `${failures} problems.`,
  )
  process.exitCode = failures === 0 ? 0 : 1
}

/** Kills a deployment after so many transactions, runs it twice more, and returns what went wrong. */
async function killAfter(sent: number): Promise<string[]> {
  const chain = await serveChain()
  const { url } = chain
  const killed = await runOn(url, ["scripts/deploy.ts", "local", "--yes"], sent)
  const second = await runOn(url, ["scripts/deploy.ts", "local", "--yes"])
  const third = await runOn(url, ["scripts/deploy.ts", "local", "--yes"])
  const verified = await runOn(url, ["scripts/verify-deployment.ts", "local"])
  const nonce = await chain.client.getTransactionCount({ address: addressOf("owner") })
  await chain.close()

  const problems = [
    killed.signal === "SIGKILL" ? [] : ["the first run was not killed"],
    second.ok ? [] : ["the second run failed"],
    third.ok && third.output.includes("nothing was sent") ? [] : ["the third run changed something"],
    verified.ok ? [] : ["the verification found differences"],
    nonce === NONCE ? [] : [`the deployer sent ${nonce} transactions instead of ${NONCE}`],
  ].flat()
  const when = sent === 0 ? "before the first transaction" : `after transaction ${sent} of ${TRANSACTIONS}`
  console.log(`killed ${when}: ${[`${sentIn(second.output)} sent by the next run`, ...problems].join("; ")}`)
  if (problems.length > 0) console.error(killed.output, second.output, third.output, verified.output)
  return problems
}

/** Runs a program of the repository; kills it as soon as it reports that it sent so many transactions. */
function runOn(url: string, args: readonly string[], killAfter?: number): Promise<RunResult> {
  let output = ""
  return run(process.execPath, args, {
    env: { ...process.env, LOCAL_RPC_URL: url },
    onOutput(chunk, child) {
      output += chunk
      if (killAfter === undefined || sentIn(output) < killAfter) return
      if (killAfter > 0 || output.includes("Transactions:")) child.kill("SIGKILL")
    },
  })
}

function sentIn(output: string): number {
  return (output.match(/^Sent \w+ 0x/gm) ?? []).length
}
