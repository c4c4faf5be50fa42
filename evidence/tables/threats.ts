// npm run check -- tables: fails unless each row of docs/threats.md names a test or gives a reason for none, the page names
// each attack test, and each test that a page or SECURITY.md names exists.
import { threatProblems } from "./threatLinks.ts"

const problems = threatProblems()
for (const problem of problems) console.error(problem)
if (problems.length > 0) process.exitCode = 1
