package io.reprise.runtime.json;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;

/**
 * Provides the Jackson mappers that read and write records as JSON and YAML. Unknown and repeated
 * keys in a text are errors, and a fraction is never rounded to a whole number. Times are written
 * as ISO-8601, durations as {@code 15m}, sizes as {@code 8MiB}.
 *
 * <p>Thread-safe. The mappers are shared: do not change their configuration.
 */
public final class Json {
  private static final ObjectMapper JSON = strict(new JsonFactory());

  /** Holds the mapper in a class of its own. Most commands read and write JSON only. */
  private static final class Yaml {
    private static final ObjectMapper YAML =
        strict(
            YAMLFactory.builder()
                .disable(YAMLGenerator.Feature.WRITE_DOC_START_MARKER)
                .disable(YAMLGenerator.Feature.USE_NATIVE_TYPE_ID)
                .enable(YAMLGenerator.Feature.MINIMIZE_QUOTES)
                .stringQuotingChecker(new YamlQuoting())
                .build());

    private Yaml() {}
  }

  private Json() {}

  /** Returns the mapper that reads and writes JSON. */
  public static ObjectMapper json() {
    return JSON;
  }

  /** Returns the mapper that reads and writes YAML. */
  public static ObjectMapper yaml() {
    return Yaml.YAML;
  }

  private static ObjectMapper strict(JsonFactory format) {
    return JsonMapper.builder(format)
        .addModule(new UnitsModule())
        .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
        .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
        .enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY)
        .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
        .enable(DeserializationFeature.FAIL_ON_NUMBERS_FOR_ENUMS)
        .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
        .disable(SerializationFeature.FAIL_ON_EMPTY_BEANS)
        .disable(MapperFeature.AUTO_DETECT_IS_GETTERS)
        .serializationInclusion(JsonInclude.Include.NON_NULL)
        .build();
  }
}
