package io.reprise.replay.state;

import java.time.Instant;

/** The properties of a replay by which a list of replays can be filtered. */
public interface ListedReplay {
  String id();

  ReplayState state();

  /** Returns the source topic. */
  String topic();

  /** Returns the name of the target. */
  String target();

  Instant createdAt();
}
