package io.reprise.replay.checkpoint;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/**
 * Identifies a shard: {@code <replay>/<index>}.
 *
 * @param replay the replay's id
 * @param index the shard's number in its plan
 */
public record ShardKey(String replay, int index) {

  @JsonCreator
  public static ShardKey parse(String text) {
    int slash = text.lastIndexOf('/');
    if (slash < 1) {
      throw new IllegalArgumentException(
          "'" + text + "' is not a shard key of the form <replay>/<index>");
    }
    return new ShardKey(text.substring(0, slash), Integer.parseInt(text.substring(slash + 1)));
  }

  @JsonValue
  @Override
  public String toString() {
    return replay + "/" + index;
  }
}
