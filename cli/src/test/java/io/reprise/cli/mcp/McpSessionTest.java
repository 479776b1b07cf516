package io.reprise.cli.mcp;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.reprise.cli.command.CommandFailure;
import io.reprise.cli.command.ExitCode;
import io.reprise.cli.mcp.Tool.Parameter;
import io.reprise.runtime.json.Json;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A session with tools that need no worker. */
class McpSessionTest {
  private static final List<Tool> TOOLS =
      List.of(
          new Tool(
              "echo",
              "Repeats a text.",
              List.of(
                  Parameter.text("text", "what to repeat").required(),
                  Parameter.number("limit", "how often")),
              arguments ->
                  Json.json()
                      .createObjectNode()
                      .put("text", arguments.requiredText("text"))
                      .put("limit", arguments.limit())),
          new Tool(
              "refuse",
              "Fails.",
              List.of(),
              arguments -> {
                throw new CommandFailure(ExitCode.REFUSED, "topic 'x' is hidden from you");
              }),
          new Tool(
              "break",
              "Fails unexpectedly.",
              List.of(),
              arguments -> {
                throw new IllegalStateException("secret");
              }),
          new Tool(
              "long",
              "Answers with too much.",
              List.of(),
              arguments ->
                  Json.json().createObjectNode().put("a", "x".repeat(McpSession.MAX_ANSWER))));

  private static List<JsonNode> answers(String... lines) throws IOException {
    var in = (String.join("\n", lines) + "\n").getBytes(StandardCharsets.UTF_8);
    var out = new ByteArrayOutputStream();
    new McpSession(TOOLS, Set.of("refuse"), "1.2").run(new ByteArrayInputStream(in), out);
    var answers = new ArrayList<JsonNode>();
    for (var line : out.toString(StandardCharsets.UTF_8).lines().toList()) {
      answers.add(Json.json().readTree(line));
    }
    return answers;
  }

  private static JsonNode answer(String line) throws IOException {
    var answers = answers(line);
    assertThat(answers).hasSize(1);
    return answers.get(0);
  }

  private static JsonNode call(String tool, String arguments) throws IOException {
    return answer(
        "{\"jsonrpc\":\"2.0\",\"id\":\"c\",\"method\":\"tools/call\",\"params\":{\"name\":\"%s\",\"arguments\":%s}}"
            .formatted(tool, arguments));
  }

  private static String text(JsonNode answer) {
    return answer.at("/result/content/0/text").asText();
  }

  @Test
  void agreesOnTheClientsVersionOrOffersItsNewest() throws IOException {
    var initialize =
        "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"initialize\",\"params\":{\"protocolVersion\":\"%s\",\"capabilities\":{},\"clientInfo\":{\"name\":\"t\",\"version\":\"1\"}}}";

    var known = answer(initialize.formatted("2025-06-18"));
    var unknown = answer(initialize.formatted("2031-01-01"));

    assertThat(known.path("id").asInt()).isEqualTo(1);
    assertThat(known.at("/result/protocolVersion").asText()).isEqualTo("2025-06-18");
    assertThat(known.at("/result/serverInfo/version").asText()).isEqualTo("1.2");
    assertThat(known.at("/result/capabilities").has("tools")).isTrue();
    assertThat(unknown.at("/result/protocolVersion").asText()).isEqualTo("2025-11-25");
  }

  @Test
  void saysOfEachToolWhatItTakesAndWhetherItOnlyReads() throws IOException {
    var tools =
        answer("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/list\"}").at("/result/tools");

    assertThat(tools.findValuesAsText("name")).contains("echo", "refuse", "break", "long");
    var echo = tools.path(0);
    assertThat(echo.at("/inputSchema/required/0").asText()).isEqualTo("text");
    assertThat(echo.at("/inputSchema/properties/limit/type").asText()).isEqualTo("integer");
    assertThat(echo.at("/annotations/readOnlyHint").asBoolean()).isTrue();
    assertThat(tools.path(1).at("/annotations/readOnlyHint").asBoolean()).isFalse();
  }

  @Test
  void answersACall() throws IOException {
    var answer = call("echo", "{\"text\":\"a\\nb\"}");

    assertThat(answer.path("id").asText()).isEqualTo("c");
    assertThat(answer.at("/result/isError").asBoolean()).isFalse();
    assertThat(Json.json().readTree(text(answer)).path("text").asText()).isEqualTo("a\nb");
  }

  @Test
  void refusesArgumentsByName() throws IOException {
    assertThat(text(call("echo", "{}"))).contains("text is missing", "what to repeat");
    assertThat(text(call("echo", "{\"text\":\"a\",\"limt\":1}")))
        .contains("unknown argument 'limt' of tool echo", "limit");
    assertThat(text(call("echo", "{\"text\":\"a\",\"limit\":101}")))
        .isEqualTo("limit is 101: must be a whole number from 1 to 100");
    assertThat(text(call("echo", "{\"text\":7}"))).isEqualTo("text is 7: must be a text");
    assertThat(call("echo", "{}").at("/result/isError").asBoolean()).isTrue();
  }

  @Test
  void passesOnTheWordsOfAFailureAndNothingOfAnUnexpectedOne() throws IOException {
    var refused = call("refuse", "{}");
    var unexpected = call("break", "{}");

    assertThat(refused.at("/result/isError").asBoolean()).isTrue();
    assertThat(text(refused)).isEqualTo("topic 'x' is hidden from you");
    assertThat(unexpected.at("/result/isError").asBoolean()).isTrue();
    assertThat(text(unexpected)).contains("unexpected failure").doesNotContain("secret");
  }

  @Test
  void doesNotSendALongAnswer() throws IOException {
    var answer = call("long", "{}");

    assertThat(answer.at("/result/isError").asBoolean()).isTrue();
    assertThat(text(answer)).contains("ask for less");
  }

  @Test
  void namesTheToolsIfThereIsNoSuchTool() throws IOException {
    var answer = call("start", "{}");

    assertThat(answer.has("result")).isFalse();
    assertThat(answer.at("/error/code").asInt()).isEqualTo(-32602);
    assertThat(answer.at("/error/message").asText())
        .contains("there is no tool 'start'", "echo, refuse", "none of them starts");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{",
        "[]",
        "null",
        "7",
        "{\"id\":1}",
        "{\"jsonrpc\":\"1.0\",\"id\":1,\"method\":\"ping\"}",
        "{\"jsonrpc\":\"2.0\",\"id\":{},\"method\":\"ping\"}",
        "{\"jsonrpc\":\"2.0\",\"id\":null,\"method\":\"ping\"}",
        "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":7}",
        "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"shutdown\"}",
        "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/call\"}",
        "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/call\",\"params\":{\"name\":\"echo\",\"arguments\":[]}}"
      })
  void answersWhatIsNotValidWithAnErrorAndGoesOn(String line) throws IOException {
    var answers = answers(line, "{\"jsonrpc\":\"2.0\",\"id\":2,\"method\":\"ping\"}");

    assertThat(answers).hasSize(2);
    assertThat(answers.get(0).at("/error/code").asInt()).isNegative();
    assertThat(answers.get(0).at("/error/message").asText()).isNotBlank();
    assertThat(answers.get(1).path("result").isObject()).isTrue();
  }

  @Test
  void doesNotAnswerNotificationsResponsesAndEmptyLines() throws IOException {
    var answers =
        answers(
            "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/initialized\"}",
            "{\"jsonrpc\":\"2.0\",\"method\":\"tools/call\",\"params\":{\"name\":\"break\"}}",
            "{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":{}}",
            "",
            "{\"jsonrpc\":\"2.0\",\"id\":2,\"method\":\"ping\"}\r");

    assertThat(answers).hasSize(1);
    assertThat(answers.get(0).path("id").asInt()).isEqualTo(2);
  }

  @Test
  void skipsAMessageThatIsTooLong() throws IOException {
    var line = "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"%s\"}";

    var answers =
        answers(line.formatted("x".repeat(McpSession.MAX_MESSAGE)), line.formatted("ping"));

    assertThat(answers).hasSize(2);
    assertThat(answers.get(0).at("/error/message").asText()).contains("more than 1048576 bytes");
    assertThat(answers.get(1).path("result").isObject()).isTrue();
  }
}
