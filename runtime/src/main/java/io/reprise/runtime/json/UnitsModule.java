package io.reprise.runtime.json;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.deser.std.StdDeserializer;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.StdSerializer;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.function.Function;

/** Makes Jackson read and write {@link Duration}, {@link ByteSize} and {@link Instant} as text. */
final class UnitsModule extends SimpleModule {
  UnitsModule() {
    super("reprise-units");
    teach(Duration.class, Durations::parse, Durations::format);
    teach(ByteSize.class, ByteSize::parse, ByteSize::toString);
    teach(Instant.class, UnitsModule::instant, Instant::toString);
  }

  private static Instant instant(String text) {
    try {
      return Instant.parse(text);
    } catch (DateTimeParseException e) {
      throw new IllegalArgumentException(
          "'%s' is not a time: write it as 2026-01-31T12:00:00Z".formatted(text), e);
    }
  }

  private <T> void teach(Class<T> type, Function<String, T> parse, Function<T, String> format) {
    addDeserializer(type, new Reader<>(type, parse));
    addSerializer(type, new Writer<>(type, format));
  }

  /**
   * Reads a value from a JSON string, or from the digits of a JSON whole number. If {@code parse}
   * refuses the text, the error has the message of the exception that {@code parse} threw.
   */
  private static final class Reader<T> extends StdDeserializer<T> {
    private final transient Function<String, T> parse;

    Reader(Class<T> type, Function<String, T> parse) {
      super(type);
      this.parse = parse;
    }

    @Override
    public T deserialize(JsonParser parser, DeserializationContext context) throws IOException {
      if (!parser.hasToken(JsonToken.VALUE_STRING)
          && !parser.hasToken(JsonToken.VALUE_NUMBER_INT)) {
        @SuppressWarnings("unchecked")
        var refused = (T) context.handleUnexpectedToken(handledType(), parser);
        return refused;
      }
      var text = parser.getText();
      try {
        return parse.apply(text);
      } catch (IllegalArgumentException e) {
        throw context.instantiationException(handledType(), e);
      }
    }
  }

  private static final class Writer<T> extends StdSerializer<T> {
    private final transient Function<T, String> format;

    Writer(Class<T> type, Function<T, String> format) {
      super(type);
      this.format = format;
    }

    @Override
    public void serialize(T value, JsonGenerator out, SerializerProvider provider)
        throws IOException {
      out.writeString(format.apply(value));
    }
  }
}
