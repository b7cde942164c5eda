"""What several dialogs need: wordings, days, labels, numbers of persons, files being collected. No dialog is known here."""
