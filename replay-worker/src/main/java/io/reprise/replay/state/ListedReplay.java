package io.reprise.replay.state;

import java.time.Instant;

/** The properties of a replay by which a list of replays can be filtered. */
public interface ListedReplay {
  String id();

  ReplayState state();

  /** Returns the source topic of the replay. */
  String topic();

  /** Returns the name of the replay's target. */
  String target();

  Instant createdAt();
}
