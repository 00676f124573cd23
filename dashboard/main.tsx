import { createRoot } from 'react-dom/client'
import { App } from './App.tsx'
import { reloadForNewBuilds } from './lib/newBuild.ts'
import { rememberScrolling } from './lib/scrollPlace.ts'
import './styles.css'

const root = document.getElementById('root')
if (!root) throw new Error('index.html has no #root')
reloadForNewBuilds()
rememberScrolling()
createRoot(root).render(<App />)
