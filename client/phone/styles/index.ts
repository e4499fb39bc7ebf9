// All styles, in the order in which they build on each other.

import './theme.css'
import './room.css'
import './transcript.css'
import './tool.css'
import './composer.css'
import './page.css'
