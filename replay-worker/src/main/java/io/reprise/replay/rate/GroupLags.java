package io.reprise.replay.rate;

/** Tells the lags of consumer groups. Implementations are thread-safe and do not block. */
@FunctionalInterface
public interface GroupLags {
  /** Knows no group. */
  GroupLags NONE = group -> new GroupLag.Unknown(group, "this worker reads no groups");

  /** Returns the lag of a group as it was read last. The group is read again from now on. */
  GroupLag of(String group);
}
