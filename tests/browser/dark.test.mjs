// axe in the dark theme at each state of a lab.

import { holds } from "./every-page.mjs";

holds("dark");
