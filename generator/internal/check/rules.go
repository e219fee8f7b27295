package check

// Rules are all the rules, in the order they are documented.
var Rules = []*Rule{
	// links, and what stands in a page
	brokenLink, brokenAnchor, brokenRelated, linkToHidden, unknownCitation, brokenPicture, brokenInclude,
	ownAddress, missingAlt, headingOrder, rawHTML, straySigns, oddCharacters, sampleWords,
	// addresses and titles
	description, duplicateTitle, duplicateAddress, badAlias, orphanPage, unnamedFile,
	// trust
	uncited, unusedSource, overdueSource, overdueReview, dayToCome, wordsChanged, tooManyMarks, readingGrade, personFirst,
	// safety
	unknownNumber, overdueContact, unknownCard, cardWithoutHelp, tooManyAlarms, helpPage,
	// self-checks
	notSelfCheck, safetyFirst, safetyAsked, emergencyEnding, safetyNet, pointsMonotone, casesCover, diagnosis,
	whoMadeIt, whoGains, plainWords, wayOn, twin, leak,
	// the finished page
	helpLine, offOrigin, inlineCode, duplicateID,
	// settings and data
	allowedRules, missingWords, clinicNumber, missingNotices, attribution,
}
