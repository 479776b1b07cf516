package io.reprise.ingest.service.parse;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.reprise.ingest.service.limit.Limits;
import io.reprise.ingest.service.refusal.Refusal;
import io.reprise.ingest.service.refusal.Refusal.Reason;
import io.reprise.ingest.service.refusal.RequestRefusedException;
import java.io.IOException;
import java.util.ArrayList;
import org.jspecify.annotations.Nullable;

/**
 * Parses the events of a request in CloudEvents' three content modes: binary, structured and
 * batched. Source: CloudEvents' HTTP protocol binding 1.0.2. Thread-safe.
 */
public final class RequestParser {
  private final Limits limits;

  public RequestParser(Limits limits) {
    this.limits = limits;
  }

  /**
   * Parses a request.
   *
   * @throws RequestRefusedException if the request as a whole cannot be parsed; a single malformed
   *     event is returned as {@link ParsedEvent.Malformed}
   */
  public ParsedRequest parse(RawRequest request) {
    var type = mediaType(request.contentType());
    if (!type.isUtf8()) {
      throw unsupported("charset " + type.charset() + " is not read here: send UTF-8");
    }
    if (type.is(MediaType.CLOUD_EVENTS)) {
      return JsonText.read(request.body(), this::batch);
    }
    if (type.is(MediaType.CLOUD_EVENT)) {
      return new ParsedRequest.Single(
          JsonText.read(request.body(), parser -> new JsonEventReader(parser, limits).read()));
    }
    if (type.isCloudEvents()) {
      throw unsupported("events in the format " + type.name() + " are not read here: send JSON");
    }
    return new ParsedRequest.Single(binary(request, type));
  }

  private static MediaType mediaType(@Nullable String contentType) {
    if (contentType == null || contentType.isBlank()) {
      throw unsupported(
          "Content-Type is missing: send %s, %s, or an event in ce- headers with its data's type"
              .formatted(MediaType.CLOUD_EVENT.name(), MediaType.CLOUD_EVENTS.name()));
    }
    return MediaType.parse(contentType);
  }

  private ParsedRequest batch(JsonParser parser) throws IOException {
    if (!parser.hasToken(JsonToken.START_ARRAY)) {
      throw new RequestRefusedException(
          new Refusal(Reason.INVALID_BATCH, "a batch is a JSON array of CloudEvents"));
    }
    var events = new ArrayList<ParsedEvent>();
    var reader = new JsonEventReader(parser, limits);
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      if (events.size() == limits.mostEvents()) {
        throw new RequestRefusedException(
            new Refusal(
                Reason.BATCH_TOO_LARGE,
                "a batch may hold at most %d events: split it".formatted(limits.mostEvents())));
      }
      events.add(reader.read());
    }
    return new ParsedRequest.Batch(events);
  }

  private ParsedEvent binary(RawRequest request, MediaType type) {
    if (request.attributes().isEmpty()) {
      throw unsupported(
          "%s without ce- headers is no CloudEvent: send ce-specversion, ce-id, ce-source, ce-type"
                  .formatted(type.name())
              + " and ce-subject, or "
              + MediaType.CLOUD_EVENT.name());
    }
    if (!type.isJson() && !type.isAvro()) {
      throw unsupported(
          "data of type %s is not stored here: send application/json or application/avro"
              .formatted(type.name()));
    }
    var draft = new EventDraft(limits);
    draft.attribute("datacontenttype", type.name());
    long bytes = request.body().length + headers(request, draft);
    if (type.isAvro()) {
      draft.data("", new EventPayload.Bytes(request.body()));
    } else {
      PayloadFormat.readJson(request.body(), draft, limits);
    }
    return draft.finish(bytes);
  }

  private static long headers(RawRequest request, EventDraft draft) {
    long bytes = 0;
    for (var attribute : request.attributes()) {
      bytes += attribute.name().length() + attribute.value().length();
      if (attribute.name().equals("datacontenttype")) {
        draft.fault("datacontenttype", "is the Content-Type header in binary mode: leave it out");
        continue;
      }
      try {
        draft.attribute(attribute.name(), HeaderText.decode(attribute.value()));
      } catch (IllegalArgumentException e) {
        draft.fault(attribute.name(), String.valueOf(e.getMessage()));
      }
    }
    return bytes;
  }

  private static RequestRefusedException unsupported(String detail) {
    return new RequestRefusedException(new Refusal(Reason.UNSUPPORTED_CONTENT, detail));
  }
}
