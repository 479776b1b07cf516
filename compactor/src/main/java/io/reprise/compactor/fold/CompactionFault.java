package io.reprise.compactor.fold;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What keeps a compaction from going on, now or for good. Thread-safe. */
final class CompactionFault {
  private volatile @Nullable String passing;
  private volatile @Nullable String lasting;

  /** Retried meanwhile; over once events are folded again. */
  void passes(String sentence) {
    passing = sentence;
  }

  /** Until the process is started again. */
  void stays(String sentence) {
    lasting = sentence;
  }

  void isOver() {
    if (passing != null) {
      passing = null;
    }
  }

  Optional<String> sentence() {
    var sentence = lasting;
    return Optional.ofNullable(sentence == null ? passing : sentence);
  }
}
