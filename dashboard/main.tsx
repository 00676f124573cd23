import { createRoot } from 'react-dom/client'
import { App } from './App.tsx'
import { reloadForNewBuilds } from './lib/newBuild.ts'
import './styles.css'

const root = document.getElementById('root')
if (!root) throw new Error('index.html has no #root')
reloadForNewBuilds()
createRoot(root).render(<App />)
