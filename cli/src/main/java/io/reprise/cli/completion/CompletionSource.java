package io.reprise.cli.completion;

import java.util.Locale;

/** Values that are known only when a command line is completed. */
enum CompletionSource {
  /** Topics of events. */
  TOPICS,
  /** Ids of the newest replays, and the word latest. */
  REPLAYS,
  /** Targets of replays. */
  TARGETS,
  /** Contexts of the user. */
  CONTEXTS;

  /** Returns the name that `reprise complete` takes. */
  String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
