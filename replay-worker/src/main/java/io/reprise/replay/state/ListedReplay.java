package io.reprise.replay.state;

import java.time.Instant;

/** What a list of replays is filtered by. */
public interface ListedReplay {
  String id();

  ReplayState state();

  /** Returns the source topic. */
  String topic();

  /** Returns the name of the target. */
  String target();

  Instant createdAt();
}
