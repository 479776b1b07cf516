package io.reprise.store.archive.log;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.exc.InvalidTypeIdException;
import io.reprise.store.archive.CorruptArchiveException;
import io.reprise.store.archive.StrictJson;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Objects;
import java.util.stream.Collectors;

/** Encodes and decodes commit entries, checkpoints and manifests as strict JSON. Thread-safe. */
final class EntryCodec {
  private static final ObjectMapper JSON = StrictJson.mapper();

  private static final String CHECKPOINT_REMEDY =
      "remove it, readers then start from an earlier entry";

  private EntryCodec() {}

  static byte[] write(Object value) {
    try {
      return JSON.writeValueAsBytes(value);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("cannot be written as JSON: " + value, e);
    }
  }

  /**
   * Decodes a commit entry.
   *
   * @param object name of the entry's object, for error messages
   * @param bytes content of the object
   */
  static ArchiveEntry entry(String object, byte[] bytes) {
    return read(object, bytes, ArchiveEntry.class, ArchiveEntry.VERSION, "restore it from a copy");
  }

  /**
   * Returns the format version of a checkpoint. Throws if this build does not know the version.
   * {@code object} is the checkpoint's object name, for error messages.
   */
  static int checkpointVersion(String object, byte[] bytes) {
    var v = tree(object, bytes, CHECKPOINT_REMEDY).path("v");
    if (v.isIntegralNumber()
        && v.longValue() != WholeCheckpoint.VERSION
        && v.longValue() != Checkpoint.VERSION) {
      throw new CorruptArchiveException(
          object,
          "is of format version %d, this build knows versions %d and %d: upgrade this program"
              .formatted(v.longValue(), WholeCheckpoint.VERSION, Checkpoint.VERSION));
    }
    return v.asInt();
  }

  /** Decodes a checkpoint of format version 2. */
  static Checkpoint checkpoint(String object, byte[] bytes) {
    return read(object, bytes, Checkpoint.class, Checkpoint.VERSION, CHECKPOINT_REMEDY);
  }

  /** Decodes a checkpoint of format version 1. */
  static WholeCheckpoint wholeCheckpoint(String object, byte[] bytes) {
    return read(object, bytes, WholeCheckpoint.class, WholeCheckpoint.VERSION, CHECKPOINT_REMEDY);
  }

  /** Decodes a manifest. */
  static SegmentManifest manifest(String object, byte[] bytes) {
    return read(
        object,
        bytes,
        SegmentManifest.class,
        SegmentManifest.VERSION,
        "remove the checkpoints, readers then start from an earlier entry");
  }

  private static JsonNode tree(String object, byte[] bytes, String remedy) {
    try {
      var tree = JSON.readTree(bytes);
      if (!tree.isObject()) {
        throw new CorruptArchiveException(object, "is not a JSON object: " + remedy);
      }
      return tree;
    } catch (JsonProcessingException e) {
      throw unreadable(object, e, remedy);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read bytes in memory", e);
    }
  }

  private static CorruptArchiveException unreadable(
      String object, JsonProcessingException fault, String remedy) {
    return new CorruptArchiveException(
        object,
        "cannot be read (%s%s): %s".formatted(path(fault), fault.getOriginalMessage(), remedy));
  }

  private static <T> T read(
      String object, byte[] bytes, Class<T> type, int version, String remedy) {
    var tree = tree(object, bytes, remedy);
    requireVersion(object, tree.path("v"), version);
    try {
      return JSON.treeToValue(tree, type);
    } catch (InvalidTypeIdException e) {
      throw new CorruptArchiveException(
          object,
          "has the operation %s, which this build does not know: upgrade this program"
              .formatted(e.getTypeId()));
    } catch (JsonProcessingException e) {
      throw unreadable(object, e, remedy);
    }
  }

  private static String path(JsonProcessingException fault) {
    var path =
        fault instanceof JsonMappingException mapping
            ? mapping.getPath().stream()
                .map(JsonMappingException.Reference::getFieldName)
                .filter(Objects::nonNull)
                .collect(Collectors.joining("."))
            : "";
    return path.isEmpty() ? "" : path + ": ";
  }

  /**
   * Checks the format version of a JSON object before its other fields are decoded, because the
   * version decides which fields the object has.
   */
  private static void requireVersion(String object, JsonNode v, int known) {
    if (v.isIntegralNumber() && v.longValue() != known) {
      throw new CorruptArchiveException(
          object,
          "is of format version %d, this build knows version %d: upgrade this program"
              .formatted(v.longValue(), known));
    }
  }

  static String sha256(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
