package io.reprise.replay.journal;

/**
 * The key of an event in the replay topic: {@code <replay>/<seq>}, with {@code seq} in 20 digits.
 *
 * @param seq the event's number among the events of its replay, from 0
 */
public record EventKey(String replay, long seq) {

  /**
   * Parses the key of a record of the replay topic.
   *
   * @throws UnreadableControlRecordException when the text is not such a key
   */
  public static EventKey parse(String text) {
    int slash = text.lastIndexOf('/');
    try {
      return new EventKey(text.substring(0, slash), Long.parseLong(text.substring(slash + 1)));
    } catch (IndexOutOfBoundsException | NumberFormatException e) {
      throw new UnreadableControlRecordException("'" + text + "' is not the key of an event");
    }
  }

  @Override
  public String toString() {
    return "%s/%020d".formatted(replay, seq);
  }
}
