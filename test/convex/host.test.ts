/** The embedded host itself. One file, because the suites share one workerd. */
import './suites/data.ts'
import './suites/database.ts'
import './suites/http.ts'
import './suites/pages.ts'
import './suites/readSet.ts'
import './suites/restart.ts'
