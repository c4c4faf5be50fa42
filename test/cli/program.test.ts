import { expect } from "chai"
import { as, envOf, NOBODY, onLocalChain, start, type TestWorld } from "../support/commandLine.ts"
import { accountOf } from "../support/parties.ts"

describe("CLI: program", () => {
  let world: TestWorld
  onLocalChain((opened) => {
    world = opened
  })

  it("default: without a command, help and exit code 2", async () => {
    const { code, err } = await start([]).done
    expect(code, "exit code").to.equal(2)
    expect(err, "help").to.contain("Usage: gpuflow-escrow")
  })

  it("behavior: help and version exit with 0", async () => {
    const [help, version] = [await start(["--help"]).done, await start(["--version"]).done]
    expect([help.code, version.code], "exit codes").to.deep.equal([0, 0])
    expect(version.out.trim(), "version").to.match(/^\d+\.\d+\.\d+$/)
  })

  it("error: an unknown command, a bad argument, or a missing escrow or endpoint has exit code 2", async () => {
    const none = { ...envOf(world), GPUFLOW_ESCROW: undefined }
    const runs = [
      await start(["shwo"]).done,
      await start(["show", "0x12"], envOf(world)).done,
      await start(["show", NOBODY], none).done,
      await start(["show", NOBODY], { ...envOf(world), GPUFLOW_RPC_URL: undefined }).done,
      await start(["show", NOBODY], { ...envOf(world), GPUFLOW_RPC_URL: "ftp://here" }).done,
      await start(["show", NOBODY, "--chain", "mars"], envOf(world)).done,
    ]
    expect(
      runs.map(({ code }) => code),
      "exit codes",
    ).to.deep.equal(runs.map(() => 2))
    expect(
      runs.map(({ err }) => err.split(":")[0]),
      "what they say",
    ).to.deep.equal(runs.map(() => "Usage"))
  })

  it("error: with --json, a failure is printed as JSON", async () => {
    const unknown = await as(world, undefined, ["show", NOBODY, "--json"])
    expect(unknown.code, "exit code").to.equal(2)
    const failure = unknown.json()["error"]
    expect(failure?.["code"], "code").to.equal("RentalNotFound")
    expect(failure?.["args"], "arguments").to.deep.equal({ id: NOBODY })
  })

  it("error: a failure of the chain has exit code 4, and no endpoint is printed", async () => {
    const dead = { ...envOf(world), GPUFLOW_RPC_URL: "http://127.0.0.1:9/v2/my-secret" }
    const runs = [
      await start(["show", NOBODY, "--json"], dead).done,
      await start(["show", NOBODY, "--chain", "amoy", "--json"], envOf(world)).done,
      await start(["show", NOBODY, "--escrow", `0x${"1".repeat(40)}`, "--json"], envOf(world)).done,
    ]
    expect(
      runs.map(({ code }) => code),
      "exit codes",
    ).to.deep.equal([4, 4, 4])
    expect(
      runs.map((told) => told.json()["error"]?.["code"]),
      "codes",
    ).to.deep.equal(["HttpRequest", "WrongChain", "EscrowNotFound"])
    expect(runs.map(({ out, err }) => out + err).join(), "endpoint").not.to.contain("my-secret")
  })

  it("behavior: if an endpoint fails, the next one is used, and doctor reports which one failed", async () => {
    const env = { ...envOf(world), GPUFLOW_RPC_URL: `http://127.0.0.1:9/v2/my-secret, ${world.url}` }
    const listed = await start(["list", "--host", accountOf("keeper").address, "--json"], env).done
    expect([listed.code, listed.json()["rentals"]?.length], "an empty list").to.deep.equal([0, 0])
    const doctor = await start(["doctor", "--json"], env).done
    const states = ["0", "1"].map((place) => doctor.json()["findings"]?.[place]?.["state"])
    expect([doctor.code, ...states], "doctor").to.deep.equal([8, "fails", "ok"])
    expect(doctor.out, "endpoint").not.to.contain("my-secret")
  })

  it("error: a fault of the program itself has exit code 1", async () => {
    const env = {
      ...envOf(world),
      get GPUFLOW_CHAIN(): string {
        throw new Error("boom")
      },
    }
    const told = await start(["show", NOBODY, "--json"], env).done
    expect([told.code, told.json()["error"]?.["code"]], "exit code").to.deep.equal([1, "Unexpected"])
  })

  it("error: a write needs a key and a confirmation", async () => {
    const keyless = await as(world, undefined, ["stop", NOBODY, "--yes", "--json"])
    const silent = await as(world, "renter", ["stop", NOBODY, "--json"])
    expect([keyless.code, silent.code], "exit codes").to.deep.equal([2, 2])
    expect(keyless.out, "without a key").to.contain("GPUFLOW_KEYSTORE")
    expect(silent.out, "without a terminal").to.contain("--yes")
  })
})
