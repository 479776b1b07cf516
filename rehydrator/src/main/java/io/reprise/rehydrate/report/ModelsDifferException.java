package io.reprise.rehydrate.report;

import io.reprise.rehydrate.target.ModelDiff;
import java.util.Locale;

/**
 * Too many sampled rows of the new version differ from the rows of the visible version. The visible
 * version stays visible, and the new version is kept. A retry helps only if a higher share of
 * differing rows is accepted.
 */
public final class ModelsDifferException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient ModelDiff diff;

  public ModelsDifferException(int version, ModelDiff diff, double maxShare) {
    super(
        String.format(
            Locale.ROOT,
            "version %d differs from version %d in %.1f %% of %d sampled keys, at most %.1f %% are"
                + " allowed: check the differences, then run again with a higher share to swap",
            version,
            diff.against(),
            diff.share() * 100,
            diff.sampled() - diff.moved(),
            maxShare * 100));
    this.diff = diff;
  }

  public ModelDiff diff() {
    return diff;
  }
}
