package io.reprise.cli.doctor;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.reprise.runtime.json.Json;

/**
 * What one check has found.
 *
 * @param check the name of the check
 * @param subject the topic, address or other thing that was checked
 * @param what what was found, in a sentence
 * @param why why it matters, in a sentence; empty for {@link Level#OK}
 * @param remedy what to do or to type; empty if there is nothing to do
 */
record Finding(String check, String subject, Level level, String what, String why, String remedy) {
  /** How serious a finding is. */
  enum Level {
    /** As it should be. */
    OK,
    /** The service works. Something that it would do in a fault, or some comfort, is missing. */
    NOTE,
    /** The service does not work, or can lose data. */
    PROBLEM,
    /** The check gave no answer. */
    UNKNOWN
  }

  static Finding ok(String check, String subject, String what) {
    return new Finding(check, subject, Level.OK, what, "", "");
  }

  static Finding note(String check, String subject, String what, String why, String remedy) {
    return new Finding(check, subject, Level.NOTE, what, why, remedy);
  }

  static Finding problem(String check, String subject, String what, String why, String remedy) {
    return new Finding(check, subject, Level.PROBLEM, what, why, remedy);
  }

  static Finding unknown(String check, String subject, String what, String why, String remedy) {
    return new Finding(check, subject, Level.UNKNOWN, what, why, remedy);
  }

  boolean isProblem() {
    return level == Level.PROBLEM;
  }

  ObjectNode json() {
    return Json.json()
        .createObjectNode()
        .put("check", check)
        .put("subject", subject)
        .put("level", level.name())
        .put("what", what)
        .put("why", why)
        .put("remedy", remedy);
  }
}
