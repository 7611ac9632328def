"""All that is learned from the corpus: classifier, ranking weights, calibration and thresholds."""
