import { type AppWorld, openAppWorld, type Visit, type VisitOptions, visit } from "./world.ts"

/**
 * Around the tests of a block: one world for all of them, whose page and chain are mended after each, and whose readers
 * have gone. Returns what opens the page for a reader.
 *
 * @param set Receives the world, before the first test
 */
export function onAppWorld(set: (world: AppWorld) => void | Promise<void>): (options?: VisitOptions) => Promise<Visit> {
  let world: AppWorld | undefined
  const visits = new Set<Visit>()
  const opened = () => {
    if (!world) throw new Error("The world did not open.")
    return world
  }
  before(async () => {
    world = await openAppWorld()
    await set(world)
  })
  afterEach(async () => {
    const { site, config, chain } = opened()
    site.change(config)
    await chain.heal()
    await Promise.all([...visits].map(({ close }) => close()))
  })
  after(() => world?.close())
  return async (options) => {
    const one = await visit(opened(), options)
    const tracked: Visit = {
      ...one,
      close: async () => {
        visits.delete(tracked)
        await one.close()
      },
    }
    visits.add(tracked)
    return tracked
  }
}
