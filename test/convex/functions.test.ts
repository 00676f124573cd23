/** Every function on both hosts. One file, because the suites share one workerd. */
import './suites/access.ts'
import './suites/agents.ts'
import './suites/deletion.ts'
import './suites/findCalls.ts'
import './suites/numbers.ts'
import './suites/overview.ts'
import './suites/record.ts'
import './suites/searchCalls.ts'
