//! The QR codes in a picture: a photograph of a screen, or the code as it was saved.

use leptos::prelude::{document, window};
use quircs::Quirc;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{CanvasRenderingContext2d, File, HtmlCanvasElement, ImageBitmap};

/// Longest sides in pixels with which a picture is looked at, one after the other until a code is found: small codes need
/// many pixels, and noise goes with few.
const SIDES: [u32; 3] = [1_600, 2_800, 800];

/// The texts of its codes, none if there are none; None if the browser doesn't know it as a picture.
pub async fn codes(file: &File) -> Option<Vec<String>> {
    let bitmap = JsFuture::from(window().create_image_bitmap_with_blob(file).ok()?).await.ok()?;
    let bitmap: ImageBitmap = bitmap.dyn_into().ok()?;
    let found = SIDES.iter().map(|side| codes_at(&bitmap, *side).unwrap_or_default()).find(|texts| !texts.is_empty());
    bitmap.close();
    Some(found.unwrap_or_default())
}

fn codes_at(bitmap: &ImageBitmap, side: u32) -> Result<Vec<String>, JsValue> {
    let scale = (f64::from(side) / f64::from(bitmap.width().max(bitmap.height()))).min(1.0);
    let [width, height] = [bitmap.width(), bitmap.height()].map(|pixels| (f64::from(pixels) * scale).round().max(1.0));
    let canvas: HtmlCanvasElement = document().create_element("canvas")?.unchecked_into();
    canvas.set_width(width as u32);
    canvas.set_height(height as u32);
    let context = canvas.get_context("2d")?.ok_or(JsValue::NULL)?.unchecked_into::<CanvasRenderingContext2d>();
    // What is transparent is paper.
    context.set_fill_style_str("white");
    context.fill_rect(0.0, 0.0, width, height);
    context.draw_image_with_image_bitmap_and_dw_and_dh(bitmap, 0.0, 0.0, width, height)?;
    let pixels = context.get_image_data(0.0, 0.0, width, height)?.data();
    Ok(read(&pixels, width as usize, height as usize))
}

/// The texts of the codes in pixels of red, green, blue and opacity.
fn read(pixels: &[u8], width: usize, height: usize) -> Vec<String> {
    // ITU-R BT.601, in 256ths.
    let luma =
        |pixel: &[u8]| ((77 * u32::from(pixel[0]) + 150 * u32::from(pixel[1]) + 29 * u32::from(pixel[2])) >> 8) as u8;
    let grey: Vec<u8> = pixels.chunks_exact(4).map(luma).collect();
    let mut reader = Quirc::default();
    let texts = reader.identify(width, height, &grey).flatten().filter_map(|code| code.decode().ok());
    texts.filter_map(|data| String::from_utf8(data.payload).ok()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use qrcodegen::{QrCode, QrCodeEcc};

    /// A code with its quiet zone, so many pixels a module, leaning by `lean` pixels in a hundred.
    fn picture(text: &str, scale: usize, lean: usize) -> (Vec<u8>, usize, usize) {
        let code = QrCode::encode_text(text, QrCodeEcc::Low).expect("it fits");
        let side = (code.size() as usize + 8) * scale;
        let width = side + side * lean / 100;
        let dark = |x: usize, y: usize| {
            let x = x.checked_sub(y * lean / 100).map_or(-1, |x| (x / scale) as i32 - 4);
            code.get_module(x, (y / scale) as i32 - 4)
        };
        let pixel = |nth: usize| if dark(nth % width, nth / width) { [40, 40, 40, 255] } else { [250, 240, 230, 255] };
        ((0..width * side).flat_map(pixel).collect(), width, side)
    }

    #[test]
    fn a_code_is_read_upright_and_leaning_and_a_grey_wall_holds_none() {
        // As long as a link with a result gets.
        let link = format!("https://example.org/lab/#/classroom/results?r=r1.{}", "aZ09-_".repeat(90));
        for (scale, lean) in [(3, 0), (6, 0), (5, 8)] {
            let (pixels, width, height) = picture(&link, scale, lean);
            assert_eq!(read(&pixels, width, height), [link.as_str()], "{scale} pixels, leaning by {lean} %");
        }
        assert!(read(&[128; 4 * 90_000], 300, 300).is_empty());
        // Nor does noise, in whatever grain.
        let mut state = 1_u32;
        for grain in [1_usize, 2, 5, 9, 16] {
            let side = 300 / grain * grain;
            let cells: Vec<u8> = (0..(side / grain).pow(2))
                .map(|_| {
                    state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
                    if state >> 31 == 0 { 0 } else { 255 }
                })
                .collect();
            let pixels = (0..side * side).flat_map(|nth| {
                let (x, y) = (nth % side / grain, nth / side / grain);
                [cells[y * (side / grain) + x]; 4]
            });
            assert!(read(&pixels.collect::<Vec<u8>>(), side, side).is_empty(), "grain {grain}");
        }
    }
}
