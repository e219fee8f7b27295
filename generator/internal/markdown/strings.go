package markdown

// WordKeys are the keys of all Word slots: words of the interface that stand
// inside what is compiled here.
var WordKeys = []string{
	"card-note", "card-tip", "card-important", "card-warning", "card-caution",
	"urgency-important", "urgency-warning", "urgency-caution",
	"task-open", "task-done",
	"table-region",
	"schedule-day", "schedule-time", "schedule-what", "schedule-total",
	"levels-name", "levels-hours", "levels-where", "levels-here",
}
