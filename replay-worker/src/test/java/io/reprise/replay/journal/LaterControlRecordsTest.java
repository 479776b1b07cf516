package io.reprise.replay.journal;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.reprise.replay.checkpoint.ShardProgress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/**
 * Reads control records as a later version might write them: unknown fields are passed over,
 * unknown types and format versions are refused with a sentence that says which.
 */
class LaterControlRecordsTest {
  private static final Path WRITTEN = Path.of("src/test/resources/written-by-0.1");
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Consumer<ObjectNode> UNKNOWN_FIELDS =
      fields -> fields.put("laterField", 7).putObject("laterObject").put("type", "later");

  private static List<byte[]> values(String topic) throws IOException {
    return Files.readAllLines(WRITTEN.resolve(topic + ".txt")).stream()
        .map(line -> line.split("\t", -1)[1].getBytes(UTF_8))
        .toList();
  }

  /** Changes the record itself and, if it has one, the object with this name in it. */
  private static byte[] changed(byte[] value, String inner, Consumer<ObjectNode> change)
      throws IOException {
    var tree = (ObjectNode) JSON.readTree(value);
    change.accept(tree);
    JsonNode object = tree.path(inner);
    if (object.isObject()) {
      change.accept((ObjectNode) object);
    }
    return JSON.writeValueAsBytes(tree);
  }

  @Test
  void passesOverUnknownFieldsOfCommands() throws IOException {
    assertPassesOver("reprise.commands", "command", CommandRecord.class);
  }

  @Test
  void passesOverUnknownFieldsOfEvents() throws IOException {
    assertPassesOver("reprise.replays", "event", EventRecord.class);
  }

  @Test
  void passesOverUnknownFieldsOfProgressRecords() throws IOException {
    assertPassesOver("reprise.progress", "counts", ShardProgress.class);
  }

  private static void assertPassesOver(String topic, String inner, Class<?> type)
      throws IOException {
    for (var value : values(topic)) {
      assertThat((Object) ControlCodec.decode(changed(value, inner, UNKNOWN_FIELDS), type))
          .isEqualTo(ControlCodec.decode(value, type));
    }
  }

  @Test
  void saysWhichTypeOfEventItDoesNotKnow() {
    assertThatThrownBy(() -> decode("event", "archived", EventRecord.class))
        .isInstanceOf(UnreadableControlRecordException.class)
        .hasMessage(
            "a EventRecord with the type 'archived' was read, which this build does not know:"
                + " upgrade this worker");
  }

  @Test
  void saysWhichTypeOfCommandItDoesNotKnow() {
    assertThatThrownBy(() -> decode("command", "rewind", CommandRecord.class))
        .isInstanceOf(UnreadableControlRecordException.class)
        .hasMessage(
            "a CommandRecord with the type 'rewind' was read, which this build does not know:"
                + " upgrade this worker");
  }

  private static Object decode(String inner, String type, Class<?> record) {
    var json =
        """
        {"id": "c", "replay": "r", "seq": 0, "by": "ada", "at": "2026-11-29T10:00:00Z",
        "%s": {"type": "%s"}, "v": 1}
        """
            .formatted(inner, type);
    return ControlCodec.decode(json.getBytes(UTF_8), record);
  }
}
