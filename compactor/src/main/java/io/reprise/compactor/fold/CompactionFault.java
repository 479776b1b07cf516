package io.reprise.compactor.fold;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The reason why a compaction does not fold at the moment. After a passing fault, folding is
 * retried; a lasting fault needs an operator. Thread-safe.
 */
final class CompactionFault {
  private volatile @Nullable String passing;
  private volatile @Nullable String lasting;

  /** Sets a fault that a retry may clear. */
  void setPassing(String sentence) {
    passing = sentence;
  }

  /** Sets a fault that lasts until the process is restarted. */
  void setLasting(String sentence) {
    lasting = sentence;
  }

  /** Clears a passing fault, because an event was folded. */
  void clearPassing() {
    if (passing != null) {
      passing = null;
    }
  }

  /** Returns whether there is a fault that lasts until the process is restarted. */
  boolean hasLasting() {
    return lasting != null;
  }

  /** Returns the fault as a sentence; empty if there is no fault. */
  Optional<String> sentence() {
    var sentence = lasting;
    return Optional.ofNullable(sentence == null ? passing : sentence);
  }
}
