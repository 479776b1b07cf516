package io.reprise.replay.journal;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.exc.InvalidTypeIdException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import io.reprise.replay.plan.Plan;
import io.reprise.replay.spec.OnError;
import io.reprise.replay.spec.Transform;
import io.reprise.replay.state.ReplayCommand;
import io.reprise.replay.state.ReplayEvent;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Encodes control records as JSON with the format version {@code v}. Refuses to decode a record of
 * a later version, or of a type that this build does not know. The caller stops: a reader that
 * skipped an event could deliver what a pause has forbidden. Only the coordinator skips such a
 * command, which has no effect before its event is stored (ADR 1).
 *
 * <p>A record has the lowest version whose readers understand it. Readers ignore fields that they
 * do not know. A record therefore has version 2 only if a reader of version 1 that ignores a field
 * would do harm: with an expression in the filter, such a reader would deliver records that the
 * expression excludes. It has version 3 if the plan has transforms, because a reader of version 2
 * would deliver data that is to be masked. It has version 4 if the replay is adaptive, because a
 * reader of version 3 would overrun what the replay is to spare, if it is a redrive, because such a
 * reader would deliver again what was redriven before, and if it parks records, because such a
 * reader would not search the parked topic for hanging transactions.
 *
 * <p>Thread-safe.
 */
public final class ControlCodec {
  /** The version that every build reads. */
  static final int VERSION = 1;

  /** The version of records with the plan of a replay whose filter has an expression. */
  static final int WITH_EXPRESSION = 2;

  /** The version of records with the plan of a replay that transforms data. */
  static final int WITH_TRANSFORMS = 3;

  /**
   * The version of records with a plan that version 3 does not know, such as one that upcasts, is
   * adaptive or parks records.
   */
  static final int NEWEST = 4;

  private static final ObjectMapper JSON =
      JsonMapper.builder()
          .addModule(new JavaTimeModule())
          .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
          .disable(MapperFeature.AUTO_DETECT_IS_GETTERS)
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .build();

  private ControlCodec() {}

  /** Returns one control record as JSON bytes. */
  public static byte[] encode(Object controlRecord) {
    ObjectNode tree = JSON.valueToTree(controlRecord);
    tree.put("v", version(controlRecord));
    try {
      return JSON.writeValueAsBytes(tree);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("cannot write " + controlRecord.getClass().getName(), e);
    }
  }

  private static int version(Object controlRecord) {
    if (controlRecord instanceof EventRecord record
        && record.event() instanceof ReplayEvent.Created created) {
      return version(created.plan());
    }
    return controlRecord instanceof CommandRecord record
            && record.command() instanceof ReplayCommand.Create create
        ? version(create.plan())
        : VERSION;
  }

  private static int version(Plan plan) {
    var spec = plan.spec();
    if (spec.adaptive() != null || spec.redrive() != null || spec.onError() == OnError.PARK) {
      return NEWEST;
    }
    var transforms = plan.spec().transforms();
    if (transforms != null) {
      return transforms.steps().stream().allMatch(ControlCodec::isKnownToVersion3)
          ? WITH_TRANSFORMS
          : NEWEST;
    }
    return plan.spec().filter().where() == null ? VERSION : WITH_EXPRESSION;
  }

  private static boolean isKnownToVersion3(Transform step) {
    return step instanceof Transform.Mask
        || step instanceof Transform.Drop
        || step instanceof Transform.Rename
        || step instanceof Transform.SetField;
  }

  /**
   * Decodes the bytes of one control record.
   *
   * @throws UnreadableControlRecordException when the bytes are not a record of this type and
   *     format version
   */
  public static <T> T decode(byte @Nullable [] bytes, Class<T> type) {
    if (bytes == null) {
      throw new UnreadableControlRecordException(
          "a %s without a value was read".formatted(type.getSimpleName()));
    }
    try {
      var tree = JSON.readTree(bytes);
      int version = tree.path("v").asInt();
      if (version < VERSION || version > NEWEST) {
        throw new UnreadableControlRecordException(
            "a %s of format version %d was read, this build knows versions up to %d: upgrade this worker"
                .formatted(type.getSimpleName(), version, NEWEST));
      }
      ((ObjectNode) tree).remove("v");
      return JSON.treeToValue(tree, type);
    } catch (IOException e) {
      throw new UnreadableControlRecordException(
          e instanceof InvalidTypeIdException unknown && unknown.getTypeId() != null
              ? "a %s with the type '%s' was read, which this build does not know: upgrade this worker"
                  .formatted(type.getSimpleName(), unknown.getTypeId())
              : "a %s cannot be read (%s): %s"
                  .formatted(
                      type.getSimpleName(),
                      e.getMessage(),
                      new String(bytes, StandardCharsets.UTF_8)));
    }
  }
}
