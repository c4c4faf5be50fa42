import { setTimeout as pause } from "node:timers/promises"
import { Listr, Spinner } from "listr2"
import pc from "picocolors"

export type Colours = ReturnType<typeof pc.createColors>

/** Shows the demo while it runs. */
export interface View {
  readonly colours: Colours
  /** Frames per meter: a terminal shows more of them than a log. */
  readonly frames: number
  heading(title: string, facts?: string): void
  print(text: string): void
  /** Shows one step: what is being done, what `work` shows meanwhile, and the sentence that it returns. */
  step(doing: string, work: (show: Show) => Promise<string>): Promise<void>
}

export type Show = (text: string) => Promise<void>

const WIDTH = 80
const INDENT = "  "

/** For a terminal: redraws each step in place until it is done. */
export function liveView(): View {
  const colours = pc.createColors(pc.isColorSupported)
  const spinner = new Spinner()
  spinner.fetch = () => INDENT + Spinner.prototype.fetch.call(spinner)
  return {
    ...writing(colours),
    frames: 28,
    async step(doing, work) {
      const steps = new Listr(
        [
          {
            title: `${doing} …`,
            async task(_, task) {
              task.title = await work(async (text) => {
                task.title = text
                await pause(25)
              })
              await pause(90)
            },
          },
        ],
        {
          registerSignalListeners: false,
          rendererOptions: {
            spinner,
            icon: { WAITING: `${INDENT}·`, COMPLETED: `${INDENT}✔`, FAILED: `${INDENT}✖` },
            formatOutput: "truncate",
          },
        },
      )
      await steps.run()
    },
  }
}

/** For logs and pipes: prints one line for each step when it is done. */
export function plainView(): View {
  const colours = pc.createColors(false)
  return {
    ...writing(colours),
    frames: 8,
    async step(_, work) {
      console.log(`${INDENT}✔ ${await work(async () => {})}`)
    },
  }
}

/** For programs, which read only the result. */
export function silentView(): View {
  return {
    colours: pc.createColors(false),
    frames: 8,
    heading() {},
    print() {},
    async step(_, work) {
      await work(async () => {})
    },
  }
}

function writing(colours: Colours): Pick<View, "colours" | "heading" | "print"> {
  return {
    colours,
    heading(title, facts = "") {
      const gap = " ".repeat(Math.max(2, WIDTH - title.length - facts.length - 1))
      console.log(`\n${colours.bold(title)}${facts && gap + colours.dim(facts)}`)
    },
    print(text) {
      console.log(text)
    },
  }
}

/** A bar of what has passed and what is left. */
export function bar(done: bigint, whole: bigint, colours: Colours, colour: "green" | "yellow" = "green"): string {
  const width = 24
  const filled = Number((done * BigInt(width)) / whole)
  return colours[colour]("━".repeat(filled)) + colours.dim("╌".repeat(width - filled))
}
