import { readFile } from "node:fs/promises"

import { createHardhatRuntimeEnvironment } from "hardhat/hre"

import config, { permit2, timelock, withoutTransientWarning } from "../hardhat.config.ts"
import { root } from "./support/root.ts"

/** One item of a compiled contract's ABI, as far as the scripts look at it. */
export type AbiItem = { type: string; name?: string; inputs?: AbiParameter[]; outputs?: AbiParameter[] }

/** One parameter of an item, as far as the scripts look at it. */
export type AbiParameter = {
  name: string
  type: string
  internalType?: string
  indexed?: boolean
  components?: AbiParameter[]
}

/** A node of the compiler's syntax tree, as far as the scripts look at it. */
export type AstNode = {
  nodeType: string
  name?: string
  kind?: string
  typeDescriptions?: { typeString: string }
  value?: AstNode | string
  members?: AstNode[]
  /** What a contract or an interface declares. */
  nodes?: AstNode[]
  documentation?: { text: string }
  id?: number
  visibility?: string
  /** What a name refers to. */
  referencedDeclaration?: number
  /** Of the statement that emits an event. */
  eventCall?: { readonly expression: AstNode }
}

export type Production = {
  /** Compiled contract by name. */
  artifact: (name: string) => Promise<Artifact & { abi: readonly AbiItem[] }>
  /** Top level of a source file's syntax tree, by its path. */
  ast: (path: string) => Promise<AstNode[]>
  /** What the compiler was given, in its standard JSON. */
  input: unknown
  /** The compiler's whole version. */
  compiler: string
}

/**
 * Builds the contracts as they are deployed: the production profile, without the mocks, in a folder of their own, so
 * that the artifacts of tests and tools stay as they are. A second run finds the first one's result.
 */
export async function buildProduction(): Promise<Production> {
  // Named one by one: abstract parents have no code, and mocks and tests do not belong to a deployment.
  return build({
    name: "production",
    main: "RentalEscrow",
    sources: ["RentalEscrow.sol", "interfaces/IRentalEscrow.sol"],
  })
}

/** The contracts around the escrow, which can be deployed beside it. */
export const PERIPHERY = ["RentalRouter", "RentalMandate"] as const
export type PeripheryName = (typeof PERIPHERY)[number]

/** As `buildProduction`, for a contract around the escrow. The escrow's build and its record stay as they are. */
export async function buildPeriphery(name: PeripheryName): Promise<Production> {
  return build({
    name: `periphery/${name}`,
    main: name,
    sources: [`periphery/${name}.sol`, `interfaces/I${name}.sol`],
  })
}

/** What a build leaves of a contract, as far as a deployment needs it. */
export type Artifact = {
  readonly bytecode: string
  readonly deployedBytecode: string
  readonly immutableReferences?: {
    readonly [id: string]: readonly { readonly start: number; readonly length: number }[]
  }
}

/** Builds the timelock in a folder of its own, so that it is not part of the escrow's standard JSON input. */
export function buildTimelock(): Promise<Artifact> {
  return buildPackaged({ source: timelock, name: "TimelockController", profile: "production", folder: "timelock" })
}

/** Builds Permit2 with its publisher's compiler, which only the default profile has. */
export function buildPermit2(): Promise<Artifact> {
  return buildPackaged({ source: permit2, name: "Permit2", profile: "default", folder: "permit2" })
}

type Packaged = { readonly source: string; readonly name: string; readonly profile: string; readonly folder: string }

/** The artifact of a contract of an npm package. */
async function buildPackaged({ source, name, profile, folder }: Packaged): Promise<Artifact> {
  const paths = { sources: "contracts", artifacts: `cache/${folder}/artifacts`, cache: `cache/${folder}/cache` }
  const hre = await createHardhatRuntimeEnvironment({ ...config, plugins: [withoutTransientWarning], paths }, {}, root)
  const options = { buildProfile: profile, isolated: false, quiet: true }
  const result = await hre.solidity.build([`npm:${source}`], options)
  if (!hre.solidity.isSuccessfulBuildResult(result)) throw new Error(result.formattedReason)
  return JSON.parse(await readFile(await hre.artifacts.getArtifactPath(name), "utf8"))
}

type Build = { readonly name: string; readonly main: string; readonly sources: readonly string[] }

async function build({ name, main, sources }: Build): Promise<Production> {
  const paths = { sources: "contracts", artifacts: `cache/${name}/artifacts`, cache: `cache/${name}/cache` }
  const hre = await createHardhatRuntimeEnvironment({ ...config, plugins: [withoutTransientWarning], paths }, {}, root)
  const files = sources.map((file) => `${root}contracts/${file}`)
  const result = await hre.solidity.build(files, { buildProfile: "production", isolated: false, quiet: true })
  if (!hre.solidity.isSuccessfulBuildResult(result)) throw new Error(result.formattedReason)
  await hre.solidity.cleanupArtifacts(files)

  const id = await hre.artifacts.getBuildInfoId(main)
  const [infoPath, outputPath] = id
    ? [await hre.artifacts.getBuildInfoPath(id), await hre.artifacts.getBuildInfoOutputPath(id)]
    : []
  if (!infoPath || !outputPath) throw new Error("The production build left no build info.")
  const { input, solcLongVersion } = JSON.parse(await readFile(infoPath, "utf8"))

  return {
    artifact: (name) => hre.artifacts.readArtifact(name),
    ast: async (path) => JSON.parse(await readFile(outputPath, "utf8")).output.sources[`project/${path}`].ast.nodes,
    input,
    compiler: solcLongVersion,
  }
}
