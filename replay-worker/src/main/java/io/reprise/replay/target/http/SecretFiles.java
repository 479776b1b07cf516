package io.reprise.replay.target.http;

import io.reprise.replay.target.TargetLoginException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * Reads the secrets of a target from files. Messages name the files, never their content.
 *
 * @param target the target's name, for messages
 */
record SecretFiles(String target) {
  private static final Pattern HEADER_VALUE = Pattern.compile("[\\x20-\\x7e]*");

  /**
   * Reads the values of headers.
   *
   * @param files the file of each header, whose first line is the value
   * @throws TargetLoginException when a file cannot be read or its first line cannot be a header
   */
  Map<String, String> headers(Map<String, Path> files) {
    var values = new TreeMap<String, String>();
    files.forEach((name, file) -> values.put(name, header(name, file)));
    return values;
  }

  private String header(String name, Path file) {
    var value = lines("header " + name, file).stream().findFirst().orElse("");
    if (value.isEmpty() || !HEADER_VALUE.matcher(value).matches()) {
      throw new TargetLoginException(
          "header %s of target '%s' is empty or has other characters than ASCII in %s: correct the first line of the file"
              .formatted(name, target, file));
    }
    return value;
  }

  /**
   * Reads the secrets for signatures, one a line.
   *
   * @throws TargetLoginException when the file cannot be read or has a line that is no secret
   */
  List<WebhookSignature> signingKeys(Path file) {
    var keys = lines("file signingKeys", file).stream().filter(line -> !line.isEmpty()).toList();
    try {
      if (!keys.isEmpty()) {
        return keys.stream().map(WebhookSignature::of).toList();
      }
    } catch (IllegalArgumentException e) {
      // The message below says what to do and does not repeat the secret.
    }
    throw new TargetLoginException(
        "signingKeys of target '%s' names %s, which has no secret or a line that is none: give each secret as whsec_ and 24 to 64 bytes in Base64"
            .formatted(target, file));
  }

  private List<String> lines(String what, Path file) {
    try {
      return Files.readString(file).lines().map(String::strip).toList();
    } catch (IOException e) {
      throw new TargetLoginException(
          "the %s of target '%s' cannot be read from %s (%s): correct the path, or let the worker read it"
              .formatted(what, target, file, e.getClass().getSimpleName()),
          e);
    }
  }
}
