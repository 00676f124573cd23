/** The embedded host itself. One file, because the suites share one workerd. */
import './suites/budgets.ts'
import './suites/data.ts'
import './suites/database.ts'
import './suites/firstLayout.ts'
import './suites/http.ts'
import './suites/pages.ts'
import './suites/readSet.ts'
import './suites/restart.ts'
