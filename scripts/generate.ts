// npm run generate              writes every generated file of the repository
// npm run generate -- --check   writes nothing, and fails if a committed file is stale
import { Command } from "@commander-js/extra-typings"

import { abiItems } from "./generate/abiItems.ts"
import { readActions } from "./generate/actionSources.ts"
import { buildRecord } from "./generate/buildRecord.ts"
import { clearSigning } from "./generate/clearSigning.ts"
import { constants } from "./generate/constants.ts"
import { readContract } from "./generate/contract.ts"
import { deploymentList, deploymentTable } from "./generate/deploymentTable.ts"
import { documents, llmsFiles } from "./generate/documents.ts"
import { entryExports } from "./generate/entryExports.ts"
import { escrowAbi } from "./generate/escrowAbi.ts"
import { escrowBytecode } from "./generate/escrowBytecode.ts"
import { anyEscrowError, findErrorClasses } from "./generate/escrowErrors.ts"
import { ethersFunctions } from "./generate/ethersFunctions.ts"
import { eventsPage } from "./generate/eventsPage.ts"
import { removeOthers, writeFiles } from "./generate/files.ts"
import { peripheryFiles, peripheryRecords, readPeriphery } from "./generate/periphery.ts"
import { reactEntry, reactQueries } from "./generate/reactQueries.ts"
import { revertErrors } from "./generate/revertErrors.ts"
import { roomActions } from "./generate/roomActions.ts"
import { runtimeCode } from "./generate/runtimeCode.ts"
import { serverApi } from "./generate/serverApi.ts"
import { serverDocument } from "./generate/serverDocument.ts"
import { structs } from "./generate/structs.ts"
import { testContracts } from "./generate/testContracts.ts"
import { verbs } from "./generate/verbs.ts"
import { viemActions } from "./generate/viemActions.ts"
import { buildProduction } from "./production.ts"

const { check } = new Command("npm run generate --")
  .description("Writes every generated file of the repository.")
  .option("--check", "write nothing; fail if a committed file is stale", false)
  .parse()
  .opts()
const production = await buildProduction()
const contract = await readContract(production)
const periphery = await readPeriphery()
const actions = readActions()
const classes = findErrorClasses()
const built = await production.artifact("RentalEscrow")

const sources = [
  escrowAbi(contract),
  abiItems(contract),
  structs(contract),
  constants(contract),
  revertErrors(contract),
  escrowBytecode(contract),
  ...peripheryFiles(periphery, contract.abi),
  runtimeCode([
    { entry: "escrow", name: "RentalEscrow", artifact: built },
    ...periphery.map(({ entry, name, compiled }) => ({ entry, name, artifact: compiled })),
  ]),
  await testContracts(),
  await deploymentTable(),
  anyEscrowError(classes),
  ...serverApi(serverDocument()),
  verbs(actions),
  ...roomActions(actions),
  ...viemActions(actions),
  ...ethersFunctions(),
  ...reactQueries(actions),
]
const { bytecode: creation, deployedBytecode: runtime } = built
const stale = [
  ...(await writeFiles(sources, check)),
  ...(await removeOthers("sdk/generated", sources, check)),
  // They are read from the files above.
  ...(await writeFiles([...entryExports({ actions, classes }), reactEntry(), serverDocument()], check)),
  ...(await writeFiles(
    [
      ...buildRecord({ contract: "RentalEscrow", folder: "", ...production, creation, runtime }),
      ...peripheryRecords(periphery),
    ],
    check,
  )),
]
const { files, problems: undescribed } = await documents()
const signing = clearSigning(contract, periphery, await deploymentList())
const events = eventsPage(contract, periphery)
stale.push(...(await writeFiles([...files, events, ...signing, ...llmsFiles([...files, events])], check)))
stale.push(...(await removeOthers("clear-signing", signing, check)))
const problems = [...undescribed]

if (stale.length > 0 && check) {
  problems.unshift(`Stale: ${stale.join(", ")}. Run \`npm run generate\` and commit the result.`)
}
for (const problem of problems) console.error(problem)
if (problems.length === 0)
  console.log(stale.length > 0 ? `Wrote ${stale.join(", ")}.` : "Generated files are up to date.")
process.exitCode = problems.length > 0 ? 1 : 0
