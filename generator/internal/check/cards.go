package check

import "slices"

// cardKinds are the kinds of card, from the calmest to the most urgent.
var cardKinds = []string{"NOTE", "TIP", "IMPORTANT", "WARNING", "CAUTION"}

// asksToAct reports whether a card of the kind asks the reader to act.
func asksToAct(kind string) bool { return slices.Index(cardKinds, kind) >= 2 }

// alarms reports whether a card of the kind says that it must be today.
func alarms(kind string) bool { return slices.Index(cardKinds, kind) >= 3 }
