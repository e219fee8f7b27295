package check

import "testing"

// TestTopic holds what a question is taken to ask about.
func TestTopic(t *testing.T) {
	for _, test := range []struct {
		lang, text, topic string
		known             bool
	}{
		{"en", "Do you think of ending your life?", "thoughts", true},
		{"en", "Have you thought lately of ending your life, or are you about to?", "", true},
		{"en", "Are you in danger now?", "now", true},
		{"en", "Did you take too much of a drug?", "now", true},
		{"en", "Is life too much, and do you think of suicide?", "thoughts", true},
		{"en", "Do you feel shaky after you stopped drinking, and think of suicide?", "now", true},
		{"en", "Is one of these true right now?", "", false},
		{"es", "¿Ha pensado en quitarse la vida?", "thoughts", true},
		{"es", "¿Tiene temblores desde que dejó de beber?", "now", true},
		{"es", "¿Es cierta una de estas cosas?", "", false},
	} {
		if topic, known := vocabularies[test.lang].topic(test.text); topic != test.topic || known != test.known {
			t.Errorf("%s: got %q, %v; want %q, %v", test.text, topic, known, test.topic, test.known)
		}
	}
}

// TestUnsure holds which answers are those of somebody who does not know.
func TestUnsure(t *testing.T) {
	for label, want := range map[string]bool{
		"I am not sure": true, "Yes, or I’m not quite sure": true, "I don’t know": true, "I cannot tell": true, "Maybe": true,
		"Yes": false, "No": false, "I cannot stay safe": false, "I am sure": false, "None of these": false,
	} {
		if got := vocabularies["en"].unsure().MatchString(label); got != want {
			t.Errorf("%q: got %v", label, got)
		}
	}
	for label, want := range map[string]bool{
		"No estoy segura": true, "No sé": true, "No lo sé": true, "No está seguro": true, "Quizá": true, "Tal vez": true,
		"Sí": false, "No": false, "No estoy a salvo": false, "Ninguna": false,
	} {
		if got := vocabularies["es"].unsure().MatchString(label); got != want {
			t.Errorf("%q: got %v", label, got)
		}
	}
}

// TestFinders holds that the words of every language can be looked for: they are
// not made before they are.
func TestFinders(t *testing.T) {
	supposed()
	for lang, verdict := range verdicts {
		words := vocabularies[lang]
		if words == nil {
			t.Fatalf("%s has words for diagnoses, and none for danger", lang)
		}
		for _, find := range []finder{verdict, words.unsure, words.body, words.acting, words.thoughts} {
			if find().MatchString("") {
				t.Errorf("%s: %s finds what holds no words", lang, find())
			}
		}
	}
}
