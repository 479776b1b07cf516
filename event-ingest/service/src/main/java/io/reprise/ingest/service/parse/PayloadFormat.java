package io.reprise.ingest.service.parse;

import io.reprise.ingest.service.limit.Limits;
import io.reprise.ingest.service.refusal.RequestRefusedException;

/** Converts an event's data to the form that its {@code datacontenttype} declares. */
final class PayloadFormat {
  private PayloadFormat() {}

  /**
   * Makes the data of an event fit its {@code datacontenttype}:
   *
   * <ul>
   *   <li>Bytes that are declared to be JSON are replaced by the JSON value that they encode.
   *   <li>A JSON value that is declared to be of another type is a fault, because the bytes that
   *       the sender meant are not known.
   *   <li>All other data is kept. Bytes without a declared type are later treated as Avro.
   * </ul>
   */
  static void settle(EventDraft draft, Limits limits) {
    var type = MediaType.parse(draft.contentType());
    if (draft.data() instanceof EventPayload.Bytes bytes
        && draft.contentType() != null
        && type.isJson()) {
      readBase64(bytes.bytes(), draft, limits);
    } else if (draft.data() instanceof EventPayload.Json && !type.isJson()) {
      draft.fault(
          "data",
          "is JSON, but datacontenttype is %s: send such data as data_base64"
              .formatted(type.name()));
    }
  }

  private static void readBase64(byte[] text, EventDraft draft, Limits limits) {
    draft.dropData();
    try {
      readJson(text, draft, limits);
    } catch (RequestRefusedException e) {
      draft.fault("data_base64", "is not JSON: " + e.refusal().detail());
    }
  }

  /**
   * Parses JSON text and sets it as the draft's data.
   *
   * @throws RequestRefusedException if the text is not JSON
   */
  static void readJson(byte[] text, EventDraft draft, Limits limits) {
    JsonText.read(
        text,
        parser -> {
          draft.json("data", new JsonTree(parser, limits.mostDepth(), draft::fault).read("data"));
          return draft;
        });
  }
}
