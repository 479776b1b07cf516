package io.reprise.replay.group;

/** What a move does with the committed offsets of a group. */
public enum MoveKind {
  /** Sets offsets back. No offset of the group becomes higher. */
  REWIND,
  /** Sets offsets forward. No offset of the group becomes lower. */
  FORWARD,
  /** Sets the offsets that another group has. */
  COPY,
  /** Sets the offsets that the group had before an earlier move. */
  UNDO
}
