// How Markdown looks: comes with the parser.

import { lateStyles } from '../page/late-styles.ts'
import styles from '../styles/prose.css?inline'

lateStyles(styles)
