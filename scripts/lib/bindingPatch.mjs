// @ts-check
/** What our build of tfjs-node's binding can do that the package's own cannot. */
import { SetupError } from './failure.mjs';

/**
 * @typedef {object} Replacement
 * @property {string} file in the binding's folder
 * @property {string} before text that the file has once
 * @property {string} after
 */

/**
 * Attributes of type list(string), as `fused_ops` of `_FusedConv2D`: tfjs-node takes lists of numbers alone. TensorFlow copies
 * the values (`EagerOperation::SetAttrStringList`), so that they need to live as long as the call does; the name of
 * the attribute is kept in a set by the code before. The lengths are those of the strings, which may hold zeros.
 * @type {Replacement}
 */
const stringLists = {
  file: 'tfjs_backend.cc',
  before: `    case TF_ATTR_STRING: {
      // NOTE: String attribute values do not have to be utf8 encoded strings
      // (could be arbitrary byte sequences).
`,
  after: `    case TF_ATTR_STRING: {
      if (IsArray(env, nstatus, &js_value)) {
        uint32_t length;
        nstatus = napi_get_array_length(env, js_value, &length);
        ENSURE_NAPI_OK(env, nstatus);
        // All strings are read before the first is pointed at.
        std::vector<std::string> strings(length);
        for (uint32_t i = 0; i < length; ++i) {
          napi_value element;
          nstatus = napi_get_element(env, js_value, i, &element);
          ENSURE_NAPI_OK(env, nstatus);
          // Throws where an element is no string.
          if (GetStringParam(env, element, strings[i]) != napi_ok) return;
        }
        std::vector<const void *> values(length);
        std::vector<size_t> lengths(length);
        for (uint32_t i = 0; i < length; ++i) {
          values[i] = strings[i].data();
          lengths[i] = strings[i].size();
        }
        TFE_OpSetAttrStringList(tfe_op, attr_name, values.data(),
                                lengths.data(), static_cast<int>(length));
        break;
      }
      // NOTE: String attribute values do not have to be utf8 encoded strings
      // (could be arbitrary byte sequences).
`,
};

/**
 * Attributes of type list(type), as `TArgs` of `_FusedConv2D`, the types of its bias and its summand. TensorFlow copies them.
 * @type {Replacement}
 */
const typeLists = {
  file: 'tfjs_backend.cc',
  before: `    case TF_ATTR_TYPE: {
`,
  after: `    case TF_ATTR_TYPE: {
      if (IsArray(env, nstatus, &js_value)) {
        uint32_t length;
        nstatus = napi_get_array_length(env, js_value, &length);
        ENSURE_NAPI_OK(env, nstatus);
        std::vector<TF_DataType> types(length);
        for (uint32_t i = 0; i < length; ++i) {
          napi_value element;
          nstatus = napi_get_element(env, js_value, i, &element);
          ENSURE_NAPI_OK(env, nstatus);
          int32_t type;
          nstatus = napi_get_value_int32(env, element, &type);
          ENSURE_NAPI_OK(env, nstatus);
          types[i] = static_cast<TF_DataType>(type);
        }
        TFE_OpSetAttrTypeList(tfe_op, attr_name, types.data(),
                              static_cast<int>(length));
        break;
      }
`,
};

export const bindingPatch = [stringLists, typeLists];

/**
 * A file of the binding with what belongs into it; one that has it already is given back as it is.
 * @param {string} file
 * @param {string} text
 * @param {readonly Replacement[]} [patch]
 * @throws SetupError where the file is not the one that the patch was written for
 */
export function patchedSource(file, text, patch = bindingPatch) {
  return patch
    .filter((one) => one.file === file)
    .reduce((patched, { before, after }) => replaced(file, patched, before, after), text);
}

/**
 * @param {string} file
 * @param {string} text
 * @param {string} before
 * @param {string} after
 */
function replaced(file, text, before, after) {
  if (text.includes(after)) return text;
  const parts = text.split(before);
  if (parts.length === 2) return parts.join(after);
  throw new SetupError(
    `The patch of tfjs-node's binding does not fit ${file}: what it replaces is there ${parts.length - 1} times. ` +
      'The package has changed; scripts/lib/bindingPatch.mjs has to follow.',
  );
}
